//! Facts about the documentation site: its editions, addresses, catalogue and pages.

pub(crate) mod address;
pub(crate) mod catalogue;
pub(crate) mod pages;

use serde::{Deserialize, Serialize};
use spec::Language;

/// An edition of the documentation. The same page has different numbers in each.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// The Chinese edition, cloud.tencent.com
    Zh,
    /// The international edition in English, www.tencentcloud.com
    Intl,
}

/// The hosts that serve the Chinese edition, all with the same pages and numbers.
const CHINESE: &[&str] = &[
    "cloud.tencent.com",
    "www.cloud.tencent.com",
    "cloud.tencent.cn",
    "cloud.tencent.com.cn",
];
/// The hosts that serve the international edition, all with the same pages and numbers.
const INTERNATIONAL: &[&str] = &[
    "www.tencentcloud.com",
    "tencentcloud.com",
    "intl.cloud.tencent.com",
    "www-sg.tencentcloud.com",
    "www.tencentcloud.website",
];

impl Edition {
    /// Returns the host for requests and for recorded addresses.
    pub(crate) fn host(self) -> &'static str {
        match self {
            Self::Zh => "cloud.tencent.com",
            Self::Intl => "www.tencentcloud.com",
        }
    }

    /// Returns the edition that a host serves.
    pub(crate) fn from_host(host: &str) -> Option<Self> {
        if CHINESE.contains(&host) {
            Some(Self::Zh)
        } else if INTERNATIONAL.contains(&host) {
            Some(Self::Intl)
        } else {
            None
        }
    }

    /// Returns the language of the edition's texts.
    pub(crate) fn language(self) -> Language {
        match self {
            Self::Zh => Language::Zh,
            Self::Intl => Language::En,
        }
    }
}
