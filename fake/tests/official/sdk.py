"""Calls a fake cloud with the official Python SDK.

python sdk.py http://127.0.0.1:4180 [CASE...]
"""

import json
import sys
import unittest
from urllib.request import Request, urlopen

from tencentcloud.common import credential
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.cvm.v20170312 import cvm_client, models
from tencentcloud.ecm.v20190719 import ecm_client
from tencentcloud.ecm.v20190719 import models as ecm_models

ADDRESS = sys.argv.pop(1).removesuffix("/")
HOST = ADDRESS.removeprefix("http://")
ID, KEY = "AKIDfakecloud", "fake-secret-key"
REGION = "ap-guangzhou"


def profile(method="POST", signature="TC3-HMAC-SHA256", **more):
    http = HttpProfile(protocol="http", endpoint=HOST, reqMethod=method)
    made = ClientProfile(signMethod=signature, httpProfile=http)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def cvm(keys=None, **more):
    keys = keys or credential.Credential(ID, KEY)
    return cvm_client.CvmClient(keys, REGION, profile(**more))


def request(kind, **parameters):
    made = getattr(models, kind + "Request")()
    made.from_json_string(json.dumps(parameters))
    return made


def control(path, body=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    asked = Request(f"{ADDRESS}/_fake/{path}", data=data, method=method)
    asked.add_header("Content-Type", "application/json")
    text = urlopen(asked).read()
    return json.loads(text) if text else None


def run(client, count=1, **more):
    asked = {
        "ImageId": "img-8toqc6s3",
        "InstanceType": "S5.MEDIUM4",
        "Placement": {"Zone": "ap-guangzhou-3"},
        "InstanceCount": count,
        **more,
    }
    return client.RunInstances(request("RunInstances", **asked)).InstanceIdSet


class Case(unittest.TestCase):
    def setUp(self):
        control("reset", {}, "POST")

    def assert_code(self, code, call):
        with self.assertRaises(TencentCloudSDKException) as raised:
            call()
        self.assertEqual(raised.exception.get_code(), code)
        self.assertTrue(raised.exception.get_request_id())
        return raised.exception


class Life(Case):
    def described(self, client, ids):
        return client.DescribeInstances(request("DescribeInstances", InstanceIds=ids))

    def test_create_describe_modify_terminate(self):
        client = cvm()
        ids = run(client, 2, InstanceName="web")
        self.assertEqual(len(set(ids)), 2)
        found = self.described(client, ids)
        self.assertEqual(found.TotalCount, 2)
        self.assertEqual({one.InstanceId for one in found.InstanceSet}, set(ids))
        self.assertEqual({one.InstanceName for one in found.InstanceSet}, {"web"})
        self.assertEqual({one.InstanceState for one in found.InstanceSet}, {"PENDING"})

        control("clock", {"advance_seconds": 3600})
        found = self.described(client, ids)
        self.assertEqual({one.InstanceState for one in found.InstanceSet}, {"RUNNING"})

        renamed = request("ModifyInstancesAttribute", InstanceIds=ids[:1], InstanceName="db")
        client.ModifyInstancesAttribute(renamed)
        names = {one.InstanceId: one.InstanceName for one in self.described(client, ids).InstanceSet}
        self.assertEqual(names, {ids[0]: "db", ids[1]: "web"})

        client.StopInstances(request("StopInstances", InstanceIds=ids[:1]))
        control("clock", {"advance_seconds": 3600})
        [stopped] = self.described(client, ids[:1]).InstanceSet
        self.assertEqual(stopped.InstanceState, "STOPPED")

        client.TerminateInstances(request("TerminateInstances", InstanceIds=ids[:1]))
        control("clock", {"advance_seconds": 86400})
        left = client.DescribeInstances(request("DescribeInstances")).InstanceSet
        self.assertEqual([one.InstanceId for one in left], ids[1:])
        gone = request("StartInstances", InstanceIds=ids[:1])
        self.assert_code("InvalidInstanceId.NotFound", lambda: client.StartInstances(gone))

    def test_filters_select(self):
        client = cvm()
        run(client, 2, InstanceName="web")
        [other] = run(client, 1, InstanceName="db")
        by_name = [{"Name": "instance-name", "Values": ["db"]}]
        found = client.DescribeInstances(request("DescribeInstances", Filters=by_name))
        self.assertEqual([one.InstanceId for one in found.InstanceSet], [other])

    def test_other_product_keeps_own_resources(self):
        client = ecm_client.EcmClient(credential.Credential(ID, KEY), "", profile())

        def ask(kind, **parameters):
            made = getattr(ecm_models, kind + "Request")()
            made.from_json_string(json.dumps(parameters))
            return getattr(client, kind)(made)

        place = {"EcmRegion": "ap-xian-ecm"}
        created = ask("CreateVpc", VpcName="net", CidrBlock="10.0.0.0/16", **place).Vpc
        [found] = ask("DescribeVpcs", VpcIds=[created.VpcId], **place).VpcSet
        self.assertEqual((found.VpcName, found.CidrBlock), ("net", "10.0.0.0/16"))
        ask("DeleteVpc", VpcId=created.VpcId, **place)
        self.assert_code("ResourceNotFound", lambda: ask("DeleteVpc", VpcId=created.VpcId, **place))


class Paging(Case):
    def test_pages_cover_all(self):
        client = cvm()
        ids = run(client, 25)
        seen, sizes = [], []
        while len(seen) < 25:
            page = request("DescribeInstances", Offset=len(seen), Limit=10)
            reply = client.DescribeInstances(page)
            self.assertEqual(reply.TotalCount, 25)
            sizes.append(len(reply.InstanceSet))
            seen += [one.InstanceId for one in reply.InstanceSet]
        self.assertEqual(sizes, [10, 10, 5])
        self.assertEqual(sorted(seen), sorted(ids))


class Errors(Case):
    def test_codes_are_documented(self):
        client = cvm()
        unknown = request("TerminateInstances", InstanceIds=["ins-00000000"])
        self.assert_code("InvalidInstanceId.NotFound", lambda: client.TerminateInstances(unknown))
        missing = request("TerminateInstances")
        failure = self.assert_code("MissingParameter", lambda: client.TerminateInstances(missing))
        self.assertIn("InstanceIds", failure.get_message())

        by_name = CommonClient("cvm", "2017-03-12", credential.Credential(ID, KEY), REGION, profile())
        self.assert_code("InvalidAction", lambda: by_name.call_json("DescribeNothing", {}))
        for parameters, code in [
            ({"InstanceIDs": []}, "UnknownParameter"),
            ({"Limit": "many"}, "InvalidParameter"),
            ({"InstanceIds": {}}, "InvalidParameter"),
        ]:
            failure = self.assert_code(
                code, lambda: by_name.call_json("DescribeInstances", parameters)
            )
            self.assertIn(next(iter(parameters)), failure.get_message())

    def test_bad_keys_are_refused(self):
        for keys, code in [
            (credential.Credential(ID, "wrong"), "AuthFailure.SignatureFailure"),
            (credential.Credential("AKIDnobody", KEY), "AuthFailure.SecretIdNotFound"),
            (credential.Credential(ID, KEY, "no-token"), "AuthFailure.TokenFailure"),
        ]:
            self.assert_code(code, lambda: cvm(keys).DescribeZones(request("DescribeZones")))

    def test_fault_hits_once(self):
        control("faults", {"action": "DescribeZones", "code": "InternalError", "times": 1})
        zones = lambda: cvm().DescribeZones(request("DescribeZones"))
        self.assert_code("InternalError", zones)
        self.assertGreater(zones().TotalCount, 0)


class Roles(Case):
    ARN = "qcs::cam::uin/100000000001:roleName/tester"

    def zones(self, keys):
        return cvm(keys).DescribeZones(request("DescribeZones")).TotalCount

    def test_assumed_role_calls(self):
        keys = credential.STSAssumeRoleCredential(ID, KEY, self.ARN, "test", endpoint=ADDRESS)
        self.assertGreater(self.zones(keys), 0)
        self.assertNotEqual(keys.secret_id, ID)

    def test_web_identity_calls(self):
        keys = credential.OIDCRoleArnCredential(
            REGION, "provider", "a-token", self.ARN, "test", endpoint=ADDRESS
        )
        self.assertGreater(self.zones(keys), 0)

    def test_role_of_machine_calls(self):
        keys = credential.CVMRoleCredential()
        keys._role_endpoint = f"{ADDRESS}/latest/meta-data/cam/security-credentials/"
        self.assertGreater(self.zones(keys), 0)


class Forms(Case):
    def test_all_forms_are_understood(self):
        run(cvm(), 3)
        forms = [
            {},
            {"method": "GET"},
            {"signature": "HmacSHA1"},
            {"signature": "HmacSHA256"},
            {"method": "GET", "signature": "HmacSHA1"},
            {"method": "GET", "signature": "HmacSHA256"},
            {"unsignedPayload": True},
            {"language": "en-US"},
        ]
        for form in forms:
            with self.subTest(form):
                by_zone = [{"Name": "zone", "Values": ["ap-guangzhou-3"]}]
                asked = request("DescribeInstances", Filters=by_zone, Limit=2)
                reply = cvm(**form).DescribeInstances(asked)
                self.assertEqual((reply.TotalCount, len(reply.InstanceSet)), (3, 2))

    def test_rejected_signature_is_explained(self):
        keys = credential.Credential(ID, "wrong")
        with self.assertRaises(TencentCloudSDKException):
            cvm(keys).DescribeZones(request("DescribeZones"))
        [call] = control("calls?after=0")["calls"]
        self.assertEqual((call["action"], call["code"]), ("DescribeZones", "AuthFailure.SignatureFailure"))
        self.assertIn("content-type;host", call["signature"]["canonical_request"])


if __name__ == "__main__":
    unittest.main()
