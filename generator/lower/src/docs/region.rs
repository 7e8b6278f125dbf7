//! The docs of regions.

use super::block::{Docs, first_line};
use super::inline::code;
use spec::Localized;

/// The root domain of documented hosts.
const ROOT: &str = "tencentcloudapi.com";

/// Returns the docs of the module of a version's regions.
pub(crate) fn regions_docs(host: &str) -> Vec<String> {
    let mut docs = Docs::default()
        .line("The documented regions, for `ConfigBuilder::region` and `CallOptions::region`.")
        .line("Regions open before the documentation lists them, so any text is accepted.");
    if let Some(internal) = host_in(host, "internal") {
        docs = docs.line(format!(
            "Requests go to {}. Within a VPC of Tencent Cloud, they can go to {internal} instead: see \
             [`RootDomain::Internal`](crate::runtime::RootDomain::Internal).",
            code(host),
        ));
    }
    docs.into_lines()
}

/// Returns the docs of a region's constant.
pub(crate) fn region_docs(id: &str, title: &Localized, host: &str) -> Vec<String> {
    let docs = match first_line(title) {
        Some(title) => Docs::default().line(format!("{title}: the region {}.", code(id))),
        None => Docs::default().line(format!("The region {}.", code(id))),
    };
    let finance = host_in(host, id).filter(|_| id.ends_with("-fsi"));
    match finance {
        Some(host) => docs.line(format!(
            "A region for finance, which is isolated from others: its requests go to {host}."
        )),
        None => docs,
    }
    .into_lines()
}

/// Returns the host of a region or network, if the product's host follows the usual pattern.
fn host_in(host: &str, label: &str) -> Option<String> {
    let product = host.strip_suffix(ROOT)?;
    let is_plain = !product.contains("intl.") && !product.contains("internal.");
    (is_plain && product.len() > 1).then(|| code(&format!("{product}{label}.{ROOT}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use spec::Language;

    #[test]
    fn finance_regions_name_their_host() {
        let title = Localized::new(Language::Zh, "华东地区（上海金融）");
        let docs = region_docs("ap-shanghai-fsi", &title, "es.ai.tencentcloudapi.com");
        assert_eq!(
            docs[0],
            "华东地区（上海金融）: the region `ap-shanghai-fsi`."
        );
        assert!(docs[2].ends_with("go to `es.ai.ap-shanghai-fsi.tencentcloudapi.com`."));
        let docs = region_docs("ap-shanghai-fsi", &Localized::default(), "cvm.example");
        assert_eq!(docs, ["The region `ap-shanghai-fsi`."]);
        let docs = region_docs("ap-tokyo", &title, "cvm.tencentcloudapi.com");
        assert_eq!(docs.len(), 1);
    }

    #[test]
    fn module_names_the_internal_host_of_usual_hosts() {
        assert!(
            regions_docs("cvm.tencentcloudapi.com")[4]
                .contains("`cvm.internal.tencentcloudapi.com`")
        );
        assert_eq!(regions_docs("cvm.intl.tencentcloudapi.com").len(), 3);
    }
}
