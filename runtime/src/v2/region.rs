//! The two names of each region.

use super::RegionForm;

/// The documented short names, with the names in version 3.0 of the API.
const NAMES: [(&str, &str); 13] = [
    ("bj", "ap-beijing"),
    ("ca", "na-toronto"),
    ("cd", "ap-chengdu"),
    ("de", "eu-frankfurt"),
    ("gz", "ap-guangzhou"),
    ("gzopen", "ap-guangzhou-open"),
    ("hk", "ap-hongkong"),
    ("kr", "ap-seoul"),
    ("sg", "ap-singapore"),
    ("sh", "ap-shanghai"),
    ("shjr", "ap-shanghai-fsi"),
    ("szjr", "ap-shenzhen-fsi"),
    ("usw", "na-siliconvalley"),
];

impl RegionForm {
    /// Returns the name of a region in this form. A region without a documented second name stays
    /// as it is.
    ///
    /// ```
    /// use tencentcloud_api_runtime::v2::RegionForm;
    ///
    /// assert_eq!(RegionForm::Short.of("ap-guangzhou"), "gz");
    /// assert_eq!(RegionForm::Long.of("gz"), "ap-guangzhou");
    /// assert_eq!(RegionForm::Short.of("eu-moscow"), "eu-moscow");
    /// ```
    #[must_use]
    pub fn of(self, region: &str) -> &str {
        let known = NAMES
            .iter()
            .find(|(short, long)| *short == region || *long == region);
        match (known, self) {
            (Some((short, _)), Self::Short) => short,
            (Some((_, long)), Self::Long) => long,
            (None, _) => region,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_converts_to_the_other_and_back() {
        for (short, long) in NAMES {
            assert_eq!(RegionForm::Long.of(short), long);
            assert_eq!(RegionForm::Long.of(long), long);
            assert_eq!(RegionForm::Short.of(long), short);
            assert_eq!(RegionForm::Short.of(short), short);
        }
        for unknown in ["", "GZ", "ap-tokyo", "ap-guangzhou-2"] {
            assert_eq!(RegionForm::Long.of(unknown), unknown);
            assert_eq!(RegionForm::Short.of(unknown), unknown);
        }
    }
}
