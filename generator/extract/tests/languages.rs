//! Checks that pages in other languages give the same facts, with their texts.

use document::Format;
use extract::{ActionPage, Facts, extract};
use spec::{Language, RegionRule, Required};

fn facts(text: &str) -> Facts {
    extract(&document::read("page.md", text.as_bytes(), Some(Format::Markdown)).unwrap())
}

fn page(text: &str) -> ActionPage {
    let mut facts = facts(text);
    assert_eq!(facts.actions.len(), 1, "{:#?}", facts.findings);
    // The account of the page names no text that the facts lack.
    let mut findings = facts.findings.iter();
    let unread = findings.find(|finding| finding.rule.name.starts_with("unread-"));
    assert_eq!(unread, None);
    facts.actions.remove(0)
}

/// The words of a page in one language.
struct Words {
    language: Language,
    headings: [&'static str; 5],
    domain: &'static str,
    rate: &'static str,
    purpose: &'static str,
    columns: [&'static str; 4],
    answers: [&'static str; 2],
    common: &'static str,
    unused: &'static str,
    nullable: &'static str,
    example: [&'static str; 3],
    error: [&'static str; 2],
}

const LANGUAGES: [Words; 3] = [
    Words {
        language: Language::Ja,
        headings: [
            "API説明",
            "入力パラメータ",
            "出力パラメータ",
            "例",
            "エラーコード",
        ],
        domain: "APIリクエストドメイン名：disk.tencentcloudapi.com。",
        rate: "デフォルトのAPIリクエスト頻度制限：20回/秒。",
        purpose: "このAPIはディスクを照会します。",
        columns: ["パラメータ名", "必須項目", "タイプ", "説明"],
        answers: ["はい", "いいえ"],
        common: "共通パラメータ。このAPIの値：",
        unused: "共通パラメータ。このAPIではこのパラメータは必要ありません。",
        nullable: "ディスクの名前。注：このフィールドはnullを返す場合があります。",
        example: ["例1 ディスクの照会", "入力例", "出力例"],
        error: ["エラーコード", "説明"],
    },
    Words {
        language: Language::Ko,
        headings: [
            "API 설명",
            "입력 매개변수",
            "출력 매개변수",
            "예시",
            "오류 코드",
        ],
        domain: "API 요청 도메인 이름: disk.tencentcloudapi.com.",
        rate: "기본 API 요청 빈도 제한: 20회/초.",
        purpose: "이 API는 디스크를 조회합니다.",
        columns: ["매개변수 이름", "필수 여부", "유형", "설명"],
        answers: ["예", "아니요"],
        common: "공통 매개변수, 이 API의 값: ",
        unused: "공통 매개변수, 이 API에는 이 매개변수가 필요하지 않습니다.",
        nullable: "디스크의 이름. 참고: 이 필드는 null을 반환할 수 있습니다.",
        example: ["예시1 디스크 조회", "입력 예시", "출력 예시"],
        error: ["오류 코드", "설명"],
    },
    Words {
        language: Language::Ru,
        headings: [
            "Описание API",
            "Входные параметры",
            "Выходные параметры",
            "Примеры",
            "Коды ошибок",
        ],
        domain: "Доменное имя для запроса API: disk.tencentcloudapi.com.",
        rate: "Ограничение частоты запросов к API: 20 раз в секунду.",
        purpose: "Этот API запрашивает диски.",
        columns: ["Имя параметра", "Обязательный", "Тип", "Описание"],
        answers: ["Да", "Нет"],
        common: "Общий параметр. Значение для этого API: ",
        unused: "Общий параметр. Для этого API не требуется.",
        nullable: "Имя диска. Примечание. Это поле может возвращать null.",
        example: ["Пример 1. Запрос дисков", "Пример запроса", "Пример ответа"],
        error: ["Код ошибки", "Описание"],
    },
];

/// Returns a page in the language.
fn page_in(words: &Words) -> String {
    format!("{}{}", tables_in(words), examples_in(words))
}

/// Returns the page's description, inputs and outputs.
fn tables_in(words: &Words) -> String {
    let [description, input, output, ..] = words.headings;
    let [name, required, type_name, text] = words.columns;
    let [yes, no] = words.answers;
    format!(
        "## 1. {description}

{domain}

{purpose}

{rate}

## 2. {input}

| {name} | {required} | {type_name} | {text} |
|---|---|---|---|
| Action | {yes} | String | {common}DescribeDisks |
| Version | {yes} | String | {common}2021-05-20 |
| Region | {no} | String | {unused} |
| Limit | {no} | Integer | {purpose} |

## 3. {output}

| {name} | {type_name} | {text} |
|---|---|---|
| Name | String | {nullable} |
| RequestId | String | {purpose} |

",
        domain = words.domain,
        purpose = words.purpose,
        rate = words.rate,
        common = words.common,
        unused = words.unused,
        nullable = words.nullable,
    )
}

/// Returns the page's example and its error code.
fn examples_in(words: &Words) -> String {
    let [.., examples, errors] = words.headings;
    let [title, request, response] = words.example;
    let [code, meaning] = words.error;
    format!(
        "## 4. {examples}

### {title}

#### {request}

```
POST / HTTP/1.1
Host: disk.tencentcloudapi.com
X-TC-Action: DescribeDisks

{{\"Limit\": 1}}
```

#### {response}

```
{{\"Response\": {{\"Name\": null, \"RequestId\": \"x\"}}}}
```

## 5. {errors}

| {code} | {meaning} |
|---|---|
| ResourceNotFound | {purpose} |
",
        purpose = words.purpose,
    )
}

#[test]
fn pages_of_all_languages_give_facts() {
    for words in &LANGUAGES {
        let page = page(&page_in(words));
        let action = page.action;
        let place = words.purpose;
        assert_eq!(page.language, Some(words.language), "{place}");
        assert_eq!(action.name, "DescribeDisks", "{place}");
        assert_eq!(
            action.domain.as_deref(),
            Some("disk.tencentcloudapi.com"),
            "{place}"
        );
        assert_eq!(action.version, "2021-05-20", "{place}");
        assert_eq!(action.rate_limit, Some(20), "{place}");
        assert_eq!(action.region, Some(RegionRule::Unused), "{place}");
        assert_eq!(
            action.doc.get(words.language),
            Some(words.purpose),
            "{place}"
        );
        let [limit] = action.input.as_slice() else {
            panic!("{place}: {:?}", action.input);
        };
        assert_eq!(limit.required, Some(Required::Known(false)), "{place}");
        assert_eq!(
            limit.doc.get(words.language),
            Some(words.purpose),
            "{place}"
        );
        assert!(action.output[0].nullable, "{place}");
        assert_eq!(action.errors, ["ResourceNotFound"], "{place}");
        let [example] = action.examples.as_slice() else {
            panic!("{place}: {:?}", action.examples);
        };
        let title = example.title.get(words.language).unwrap();
        assert!(
            !title.is_empty() && words.example[0].ends_with(title),
            "{title}"
        );
        assert_eq!(example.request.as_ref().unwrap()["Limit"], 1, "{place}");
        assert_eq!(
            example.response.as_ref().unwrap()["Response"]["RequestId"],
            "x"
        );
    }
}

#[test]
fn texts_reach_the_spec_in_their_language() {
    let sources = LANGUAGES.iter().map(|words| {
        let code = words.language.code();
        let yaml = format!(
            "{{file: disk/page.{code}.md, service: disk, language: {code}, format: markdown, \
             sha256: x}}"
        );
        merge::SourceFacts {
            entry: serde_yaml::from_str(&yaml).unwrap(),
            facts: facts(&page_in(words)),
        }
    });
    let merged = merge::merge(sources.collect());
    let [spec] = merged.specs.as_slice() else {
        panic!("{:#?}", merged.findings);
    };
    let limit = &spec.actions[0].input[0];
    for words in &LANGUAGES {
        assert_eq!(limit.doc.get(words.language), Some(words.purpose));
    }
    let yaml = serde_yaml::to_string(&limit.doc).unwrap();
    let keys: Vec<&str> = yaml.lines().filter_map(|line| line.get(..3)).collect();
    assert_eq!(keys, ["ja:", "ko:", "ru:"]);
    assert_eq!(limit.doc.preferred(), Some(LANGUAGES[0].purpose));
}
