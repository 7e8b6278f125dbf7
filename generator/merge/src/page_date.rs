//! The date of a page's last update, in the formats that the sites print.

/// Year, month, day, hour, minute, second. An unreadable date is older than all others.
pub(crate) type PageDate = Option<[u32; 6]>;

/// Parses `2025-07-01 01:15:50`, `2025-07-01`, `19:15:23, July 26, 2018` and
/// `7/12/2018 6:44:10 PM`.
pub(crate) fn page_date(printed: &str) -> PageDate {
    let numbers = numbers(printed);
    let (date, time) = match month_by_name(printed) {
        Some(month) => match numbers[..] {
            [hour, minute, second, day, year] => ([year, month, day], [hour, minute, second]),
            [day, year] => ([year, month, day], [0; 3]),
            _ => return None,
        },
        None if printed.contains('/') => match numbers[..] {
            [month, day, year, ref time @ ..] => ([year, month, day], time_of_day(time, printed)),
            _ => return None,
        },
        None => match numbers[..] {
            [year, month, day, ref time @ ..] => ([year, month, day], time_of_day(time, printed)),
            _ => return None,
        },
    };
    let [year, month, day] = date;
    let plausible =
        (1990..3000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !plausible {
        return None;
    }
    let [hour, minute, second] = time;
    Some([year, month, day, hour, minute, second])
}

fn numbers(printed: &str) -> Vec<u32> {
    printed
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}

fn time_of_day(numbers: &[u32], printed: &str) -> [u32; 3] {
    let part = |index| numbers.get(index).copied().unwrap_or(0);
    let hour = match (part(0), printed.contains("PM"), printed.contains("AM")) {
        (12, _, true) => 0,
        (hour, true, _) if hour < 12 => hour + 12,
        (hour, ..) => hour,
    };
    [hour, part(1), part(2)]
}

fn month_by_name(printed: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let index = MONTHS.iter().position(|name| printed.contains(name))?;
    u32::try_from(index).ok().map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::page_date;

    #[test]
    fn page_dates_compare_across_formats() {
        let same = Some([2018, 7, 26, 19, 15, 23]);
        assert_eq!(page_date("2018-07-26 19:15:23"), same);
        assert_eq!(page_date("19:15:23, July 26, 2018"), same);
        assert_eq!(page_date("7/26/2018 7:15:23 PM"), same);
        assert_eq!(
            page_date("最近更新时间：2018-07-26"),
            Some([2018, 7, 26, 0, 0, 0])
        );
        assert_eq!(
            page_date("7/26/2018 12:00:01 AM"),
            Some([2018, 7, 26, 0, 0, 1])
        );
    }

    #[test]
    fn unreadable_page_dates_are_oldest() {
        for printed in ["", "yesterday", "1 2", "99999999999-1-1", "2018-13-01"] {
            assert_eq!(page_date(printed), None, "{printed}");
        }
        assert!(page_date("2018-01-01") > page_date("soon"));
    }
}
