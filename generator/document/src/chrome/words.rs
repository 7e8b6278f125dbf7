//! Words of the site's frame, in all languages of the site.

/// Labels before the date of a page's last update.
pub(super) const DATE_LABELS: &[&str] = &[
    "Last updated",
    "Last Updated",
    "最近更新时间",
    "最后更新时间",
    "最後更新時間",
    "最終更新日",
    "마지막 업데이트 시간",
    "Terakhir diperbarui",
    "Waktu update terakhir",
    "Última atualização",
    "Последнее обновление",
];

/// Buttons and notices next to the title.
pub(super) const WIDGETS: &[&str] = &[
    "微信扫一扫",
    "QQ",
    "新浪微博",
    "复制链接",
    "链接复制成功",
    "我的收藏",
    "本页目录",
    "本页目录：",
    "PDF",
    "Download",
    "下载",
    "ダウンロード",
    "다운로드",
    "Unduh",
    "Baixar",
    "Focus Mode",
    "聚焦模式",
    "フォーカスモード",
    "포커스 모드",
    "Mode Fokus",
    "Modo Foco",
    "Font Size",
    "字号",
    "フォントサイズ",
    "폰트 크기",
    "Ukuran Font",
    "Tamanho da Fonte",
    "Feedback",
    "文档反馈",
    "フィードバック",
    "피드백",
    "tencent cloud",
];

/// The label above a page's list of contents.
pub(super) const CONTENTS: &str = "本页目录";

/// First lines of the footer after a page.
pub(super) const FOOTERS: &[&str] = &[
    "Was this page helpful?",
    "Help and Support",
    "Contact Us",
    "Feedback",
    "文档内容是否对您有帮助？",
    "文档内容是否对您有帮助?",
    "本页内容是否解决了您的问题？",
    "本页内容是否解决了您的问题?",
    "帮助和支持",
    "联系我们",
    "お問い合わせ",
    "ヘルプとサポート",
    "문의하기",
    "도움말 및 지원",
    "Bantuan dan Dukungan",
    "Hubungi Kami",
    "Ajuda e Suporte",
    "Entre em contato",
];

/// Other lines of the footer.
pub(super) const FOOTER_TEXTS: &[&str] = &[
    "You can also Contact sales or Submit a Ticket for help.",
    "You can also",
    "Help us improve! Rate your documentation experience in 5 mins.",
    "Contact our sales team or business advisors to help your business.",
    "Technical Support",
    "Open a ticket if you're looking for further assistance. Our Ticket is 7x24 avaliable.",
    "Open a ticket if you're looking for further assistance. Our Ticket is 7x24 available.",
    "7x24 Phone Support",
    "Yes",
    "No",
    "有帮助",
    "没帮助",
    "是",
    "否",
    "문제 해결에 도움이 되었나요?",
];

/// Lines of the box that promotes the API Explorer.
pub(super) const EXPLORER_BOX: &[&str] = &[
    "推荐使用 API Explorer",
    "推荐使用API Explorer",
    "点击调试",
    "推荐使用 API Explorer 点击调试",
    "We recommend you to use API Explorer",
    "We recommend that you use API Explorer",
    "Try it",
];

/// Beginnings of the text in that box.
pub(super) const EXPLORER_TEXTS: &[&str] = &[
    "API Explorer 提供了在线调用",
    "API Explorer provides a range of capabilities",
];

/// The maximum length of a group's name, in characters.
const MAX_GROUP_TITLE_CHARS: usize = 24;

/// Returns whether the text looks like the name of a group of API pages.
pub fn is_group_title(text: &str) -> bool {
    const WHOLE: [&str; 4] = [
        "API 文档",
        "API Documentation",
        "调用方式",
        "Making API Requests",
    ];
    let short = text.chars().count() <= MAX_GROUP_TITLE_CHARS
        && !text.contains(['。', '，', ',', '.', '：', ':']);
    WHOLE.contains(&text)
        || short && (text.ends_with("接口") || text.ends_with(" APIs") || text.ends_with(" API"))
}
