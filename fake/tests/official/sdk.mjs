// Calls a fake cloud with the official Node.js SDK: node --test sdk.mjs
// FAKE_CLOUD has its address, and NODE_CLIENTS the folder that the SDK is installed in.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { beforeEach, test } from "node:test";

const require = createRequire(`${process.env.NODE_CLIENTS}/`);
const { cvm } = require("tencentcloud-sdk-nodejs-cvm");
const common = require("tencentcloud-sdk-nodejs-common");

const address = process.env.FAKE_CLOUD.replace(/\/$/, "");
const host = address.replace("http://", "");
const keys = { secretId: "AKIDfakecloud", secretKey: "fake-secret-key" };
const region = "ap-guangzhou";

const profile = (reqMethod = "POST", signMethod = "TC3-HMAC-SHA256") => ({
  signMethod,
  httpProfile: { endpoint: host, protocol: "http://", reqMethod },
});
const client = (credential = keys, ...form) =>
  new cvm.v20170312.Client({ credential, region, profile: profile(...form) });
const control = async (path, body, method = "POST") => {
  const sent = body === undefined ? {} : { method, body: JSON.stringify(body) };
  const reply = await fetch(`${address}/_fake/${path}`, sent);
  assert.ok(reply.ok, `${path}: ${reply.status}`);
  const text = await reply.text();
  return text ? JSON.parse(text) : null;
};
const run = async (count, more = {}) => {
  const reply = await client().RunInstances({
    ImageId: "img-8toqc6s3",
    InstanceType: "S5.MEDIUM4",
    Placement: { Zone: "ap-guangzhou-3" },
    InstanceCount: count,
    ...more,
  });
  return reply.InstanceIdSet;
};
const code = (expected) => (error) => {
  assert.equal(error.code, expected);
  assert.ok(error.requestId);
  return true;
};
const described = async (InstanceIds) => (await client().DescribeInstances({ InstanceIds })).InstanceSet;

beforeEach(() => control("reset", {}));

test("instances are created, described, modified and terminated", async () => {
  const ids = await run(2, { InstanceName: "web" });
  assert.deepEqual((await described(ids)).map((one) => one.InstanceState), ["PENDING", "PENDING"]);
  await control("clock", { advance_seconds: 3600 });
  assert.deepEqual((await described(ids)).map((one) => one.InstanceState), ["RUNNING", "RUNNING"]);

  await client().ModifyInstancesAttribute({ InstanceIds: [ids[0]], InstanceName: "db" });
  assert.equal((await described([ids[0]]))[0].InstanceName, "db");
  assert.equal((await described([ids[1]]))[0].InstanceName, "web");

  await client().TerminateInstances({ InstanceIds: [ids[0]] });
  await control("clock", { advance_seconds: 86400 });
  const { InstanceSet } = await client().DescribeInstances({});
  assert.deepEqual(InstanceSet.map((one) => one.InstanceId), [ids[1]]);
});

test("pages cover all instances", async () => {
  const ids = await run(25);
  const seen = [];
  for (const [Offset, size] of [[0, 10], [10, 10], [20, 5], [30, 0]]) {
    const page = await client().DescribeInstances({ Offset, Limit: 10 });
    assert.deepEqual([page.TotalCount, page.InstanceSet.length], [25, size]);
    seen.push(...page.InstanceSet.map((one) => one.InstanceId));
  }
  assert.deepEqual(seen.sort(), ids.sort());
});

test("errors have documented codes", async () => {
  const unknown = { InstanceIds: ["ins-00000000"] };
  await assert.rejects(client().TerminateInstances(unknown), code("InvalidInstanceId.NotFound"));
  await assert.rejects(client().TerminateInstances({}), code("MissingParameter"));
  await assert.rejects(client().DescribeZones({ Zone: "x" }), code("UnknownParameter"));
  await assert.rejects(client().request("DescribeNothing", {}), code("InvalidAction"));
  const wrong = client({ ...keys, secretKey: "wrong" });
  await assert.rejects(wrong.DescribeZones({}), code("AuthFailure.SignatureFailure"));
});

test("an assumed role calls", async () => {
  const RoleArn = "qcs::cam::uin/100000000001:roleName/tester";
  const role = new common.STSCredential(
    { credential: keys, profile: profile() },
    { RoleArn, RoleSessionName: "test" },
  );
  assert.ok((await client(role).DescribeZones({})).TotalCount > 0);
  const { token } = await role.getCredential();
  assert.ok(token);
});

test("all forms are understood", async () => {
  await run(3);
  for (const method of ["POST", "GET"]) {
    for (const signature of ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"]) {
      const Filters = [{ Name: "zone", Values: ["ap-guangzhou-3"] }];
      const reply = await client(keys, method, signature).DescribeInstances({ Filters, Limit: 2 });
      assert.deepEqual([reply.TotalCount, reply.InstanceSet.length], [3, 2], `${method} ${signature}`);
    }
  }
});

test("a call by name reaches its service", async () => {
  const byName = new common.CommonClient(host, "2017-03-12", { credential: keys, region, profile: profile() });
  const reply = await byName.request("DescribeZones", {});
  assert.ok(reply.TotalCount > 0);
});
