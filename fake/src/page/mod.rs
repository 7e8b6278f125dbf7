//! The page at `/_fake/`: calls as they come, resources, faults, and the clock.
//!
//! The page is one file with its style and script inside, like the report of the specs. Its script
//! asks only the server that sent it. Texts from calls enter the page as text, not as markup.

use std::sync::LazyLock;

use html_page::{Column, Section, WebPage};
use maud::{Markup, html};

/// The page as HTML in UTF-8, rendered when a browser first asks.
pub(crate) static PAGE: LazyLock<String> = LazyLock::new(render);

fn render() -> String {
    let page = WebPage {
        title: "Fake Tencent Cloud",
        lead: html! {
            span id="connection" class="badge neutral" role="status" { "connecting" }
            " " code id="address" { }
        },
        summary: html! {
            p class="empty" id="no-script" { "This page needs JavaScript." }
            (tiles())
        },
        sections: vec![
            section("calls", "Calls", calls()),
            section("resources", "Resources", resources()),
            section("faults", "Faults", faults()),
            section("control", "Clock and state", control()),
            section("products", "Products", products()),
        ],
        foot: html! {
            "The same as JSON: " code { "/_fake/calls" } ", " code { "/_fake/resources" } ", "
            code { "/_fake/faults" } ", " code { "/_fake/clock" } ", " code { "/_fake/state" } "."
        },
        style: include_str!("page.css"),
        script: include_str!("page.js"),
    };
    page.render_connected()
}

fn section(id: &'static str, title: &'static str, content: Markup) -> Section {
    Section { id, title, content }
}

/// The figures at the top, which the script fills.
fn tiles() -> Markup {
    let tiles = [
        ("calls", "Calls"),
        ("failed", "Failed calls"),
        ("resources", "Resources"),
        ("faults", "Faults"),
    ];
    html! {
        ul class="tiles needs-script" {
            @for (name, label) in tiles {
                li class="tile" data-tile=(name) {
                    div class="label" { (label) }
                    div class="value" { "–" }
                    div class="remark" { }
                }
            }
        }
    }
}

fn calls() -> Markup {
    html! {
        form class="filter needs-script" id="call-filter" role="search" {
            input type="search" name="text" placeholder="Action, code, id, parameter"
                aria-label="Filter calls" autocomplete="off" spellcheck="false";
            select name="outcome" aria-label="Outcome" {
                option value="" { "All outcomes" }
                option value="good" { "Succeeded" }
                option value="error" { "Failed" }
                option value="signature" { "Signature rejected" }
            }
            button type="button" id="pause" aria-pressed="false" { "Pause" }
            button type="button" id="clear" { "Clear list" }
            output { }
        }
        div id="call-list" class="needs-script" { }
        p class="empty needs-script" id="call-empty" { "No calls yet. Point an SDK at this address." }
    }
}

fn resources() -> Markup {
    html! {
        form class="filter needs-script" id="resource-filter" role="search" {
            input type="search" name="text" placeholder="Id, name, state"
                aria-label="Filter resources" autocomplete="off" spellcheck="false";
            output { }
        }
        div id="resource-list" class="needs-script" { }
        p class="empty needs-script" id="resource-empty" { "No resources. Create one with a call." }
    }
}

fn faults() -> Markup {
    html! {
        div id="fault-list" class="needs-script" { }
        p class="empty needs-script" id="fault-empty" { "No faults. Every call is answered normally." }
        form class="panel needs-script" id="fault-form" {
            h3 { "Add a fault" }
            div class="fields" {
                (field("Service", "any", html! { input name="service" placeholder="any, such as cvm"; }))
                (field("Action", "any", html! { input name="action" placeholder="any, such as RunInstances"; }))
                (field("Effect", "", html! {
                    select name="effect" {
                        option value="code" { "Error code" }
                        option value="latency" { "Latency" }
                        option value="throttle" { "Documented rates" }
                        option value="reset" { "Reset the connection" }
                        option value="half_body" { "Half a body" }
                    }
                }))
                (field("Code", "code", html! { input name="code" placeholder="RequestLimitExceeded"; }))
                (field("Latency in ms", "latency", html! {
                    input name="latency_ms" type="number" min="0" max="600000" step="1" value="500";
                }))
                (field("Times", "", html! {
                    input name="times" type="number" min="1" max="1000000" step="1" placeholder="until cleared";
                }))
            }
            div class="actions" {
                button type="submit" class="primary" { "Add fault" }
                button type="button" id="fault-clear" { "Clear all faults" }
                span role="alert" class="problem" { }
            }
        }
    }
}

/// A labelled control. `only` names the effect that the control belongs to.
fn field(label: &str, only: &str, control: Markup) -> Markup {
    html! {
        label class="field" data-only=(only) {
            span { (label) }
            (control)
        }
    }
}

fn control() -> Markup {
    let steps = [
        ("1 minute", 60),
        ("1 hour", 3_600),
        ("1 day", 86_400),
        ("30 days", 2_592_000),
    ];
    html! {
        div class="panel needs-script" {
            h3 { "Clock" }
            p { "It is " strong id="clock" { "–" } span id="clock-remark" class="muted" { } }
            div class="actions" {
                @for (label, seconds) in steps {
                    button type="button" data-advance=(seconds) { "+ " (label) }
                }
            }
            form class="actions" id="clock-form" {
                label class="field" {
                    span { "Set to (UTC)" }
                    input name="time" type="datetime-local" step="1" required;
                }
                button type="submit" { "Set" }
                span role="alert" class="problem" { }
            }
        }
        div class="panel needs-script" {
            h3 { "State" }
            p class="muted" {
                "A saved state holds all resources. " code { "--state FILE" } " loads it at the start."
            }
            div class="actions" {
                button type="button" id="save" { "Save state" }
                label class="file" {
                    "Load state"
                    input type="file" id="load" accept="application/json,.json" class="visually-hidden";
                }
                button type="button" id="reset" class="danger" { "Reset everything" }
                span role="alert" class="problem" id="state-problem" { }
            }
        }
    }
}

fn products() -> Markup {
    let columns = [
        Column::text("Service"),
        Column::text("Product"),
        Column::text("Version"),
        Column::number("Actions"),
    ];
    html! {
        div id="product-table" class="needs-script" {
            (html_page::table("Products that this server knows", &columns, []))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_never_makes_markup() {
        let script = include_str!("page.js");
        for sink in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            "srcdoc",
            "setHTML",
            "DOMParser",
            "createContextualFragment",
            "javascript:",
            "setAttribute(\"on",
        ] {
            assert!(!script.contains(sink), "{sink}");
        }
    }

    #[test]
    fn page_loads_nothing() {
        for word in ["src=", "<link", "@import", "url(", "http://", "https://"] {
            assert!(!PAGE.contains(word), "{word}");
        }
    }

    #[test]
    fn policy_allows_own_server_only() {
        assert!(PAGE.contains("; connect-src 'self'\""));
        assert!(PAGE.contains("default-src 'none'; "));
        assert!(!PAGE.contains("unsafe"));
    }

    #[test]
    fn script_finds_all_elements() {
        let ids = include_str!("page.js").split("byId(\"").skip(1);
        let ids: Vec<&str> = ids.filter_map(|rest| rest.split('"').next()).collect();
        assert!(ids.len() > 10, "{ids:?}");
        for id in ids {
            assert!(PAGE.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
}
