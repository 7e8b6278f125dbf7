//! The two editions of the documentation, and the hosts that serve them.

use serde::{Deserialize, Serialize};
use spec::Language;

/// An edition of the documentation. Pages have different numbers in each.
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

/// Hosts that serve the same pages under the same numbers as the first of them.
const CHINESE: &[&str] = &[
    "cloud.tencent.com",
    "www.cloud.tencent.com",
    "cloud.tencent.cn",
    "cloud.tencent.com.cn",
];
const INTERNATIONAL: &[&str] = &[
    "www.tencentcloud.com",
    "tencentcloud.com",
    "intl.cloud.tencent.com",
    "www-sg.tencentcloud.com",
    "www.tencentcloud.website",
];

impl Edition {
    /// The host that the edition is asked at, and that addresses are recorded with.
    pub(crate) fn host(self) -> &'static str {
        match self {
            Self::Zh => "cloud.tencent.com",
            Self::Intl => "www.tencentcloud.com",
        }
    }

    /// The edition that a host serves.
    pub(crate) fn of_host(host: &str) -> Option<Self> {
        if CHINESE.contains(&host) {
            return Some(Self::Zh);
        }
        INTERNATIONAL.contains(&host).then_some(Self::Intl)
    }

    /// The language of the edition's texts.
    pub(crate) fn language(self) -> Language {
        match self {
            Self::Zh => Language::Zh,
            Self::Intl => Language::En,
        }
    }
}
