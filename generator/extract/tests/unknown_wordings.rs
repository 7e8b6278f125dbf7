//! Checks that rows and blocks tell the meaning of titles and headings with unknown words.

use document::Format;
use extract::{Facts, extract};
use spec::{Language, RegionRule, Required};

fn facts(text: &str, format: Format) -> Facts {
    extract(&document::read("page", text.as_bytes(), Some(format)).unwrap())
}

fn rules(facts: &Facts) -> Vec<(&str, usize)> {
    let findings = facts.findings.iter();
    findings
        .map(|finding| (finding.rule.name, finding.line))
        .collect()
}

/// A page in a language that the vocabulary lacks, except for its host.
const UNKNOWN: &str = "# CreateDisk

## 1. API Aciklamasi

Domain name for API request: cbs.tencentcloudapi.com.

Disk olusturur.

## 2. Girdiler

| Ad | Gerekli mi | Tur | Not |
|---|---|---|---|
| Action | Yes | String | CreateDisk |
| Version | Yes | String | 2017-03-12 |
| Size | No | Integer | GB. |

## 3. Ciktilar

| Ad | Tur | Aciklama |
|---|---|---|
| DiskId | String | Disk. |
| RequestId | String | Kimlik. |

## 4. Ornekler

### Ornek

```
https://cbs.tencentcloudapi.com/?Action=CreateDisk
&Size=10
```

```
{ \"Response\": { \"DiskId\": \"disk-1\", \"RequestId\": \"r\" } }
```

## 6. Hatalar

| Kod | Aciklama |
|---|---|
| FailedOperation.Busy | Mesgul. |
| QuotaReached | Dolu. |
";

#[test]
fn page_of_unknown_words_has_facts() {
    let facts = facts(UNKNOWN, Format::Markdown);
    let action = &facts.actions[0].action;
    assert_eq!(
        (action.name.as_str(), action.version.as_str()),
        ("CreateDisk", "2017-03-12")
    );
    assert_eq!(action.doc.en.as_deref(), Some("Disk olusturur."));
    assert_eq!(action.input.len(), 1);
    assert_eq!(action.input[0].required, Some(Required::Known(false)));
    assert_eq!(action.input[0].doc.en.as_deref(), Some("GB."));
    assert_eq!(action.output.len(), 2);
    assert_eq!(action.errors, ["FailedOperation.Busy", "QuotaReached"]);
    assert_eq!(action.examples.len(), 1);
    let rules = rules(&facts);
    assert!(rules.contains(&("unknown-column", 11)), "{rules:?}");
    assert!(rules.contains(&("unread-section", 9)), "{rules:?}");
}

#[test]
fn unreadable_answer_is_a_finding() {
    let text = UNKNOWN.replace("| Size | No |", "| Size | Conditional |");
    let facts = facts(&text.replace("Gerekli mi", "Required"), Format::Markdown);
    let size = &facts.actions[0].action.input[0];
    assert!(matches!(size.required, Some(Required::Lost(_))));
    assert!(rules(&facts).contains(&("unreadable-answer", 15)));
}

#[test]
fn printed_titles_are_told_by_action() {
    let text = "Domain name for API request: cbs.tencentcloudapi.com.

2. Input Parameters

Ad Gerekli Tur Not
Action Yes String Common Params. The value used for this API: CreateDisk.
Version Yes String Common Params. The value used for this API: 2017-03-12.
Size No Integer GB.

3. Output Parameters

Parameter Name Type Note
RequestId String The unique request ID.
";
    let facts = facts(text, Format::Text);
    let action = &facts.actions[0].action;
    assert_eq!(action.version, "2017-03-12");
    assert_eq!(action.input[0].name, "Size");
    assert_eq!(action.output[0].name, "RequestId");
}

#[test]
fn russian_wordings_are_facts() {
    let text = "# CreateDisk

## 1. Описание API

Доменное имя для запроса API: cbs.tencentcloudapi.com.

Создает диск.

Максимум 10 запросов можно инициировать в секунду для этого API.

Мы рекомендуем вам использовать API Explorer

## 2. Входные параметры

Следующий список параметров запроса содержит только параметры запроса API.

| Имя параметра | Требуется | Тип | Описание |
| --- | --- | --- | --- |
| Action | Да | String | [Общие параметры](/1). Значение для этого API: CreateDisk. |
| Version | Да | String | [Общие параметры](/1). Значение для этого API: 2017-03-12. |
| Region | Нет | String | [Общие параметры](/1). Этот параметр не требуется для этого API. |
| Size | Да | Integer | Размер. |

## 3. Выходные параметры

| Имя параметра | Тип | Описание |
| --- | --- | --- |
| RequestId | String | Уникальный идентификатор запроса |

## 6. Коды ошибок

Нет кодов ошибок, связанных с бизнес-логикой API.
";
    let facts = facts(text, Format::Markdown);
    let action = &facts.actions[0].action;
    assert_eq!(action.rate_limit, Some(10));
    assert_eq!(action.region, Some(RegionRule::Unused));
    assert_eq!(action.input[0].required, Some(Required::Known(true)));
    assert_eq!(action.doc.get(Language::Ru), Some("Создает диск."));
    assert_eq!(rules(&facts), [], "all words of the page are known");
}
