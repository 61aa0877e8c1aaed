"""Every way in which a file is not the one plain mapping that we read, as problems with wording and reason.

The loader accepts a small subset of YAML and says so, instead of guessing what was meant.
"""

from __future__ import annotations

from typing import NamedTuple

from generator.model.diagnostic import FieldPath, Problem, Severity
from generator.model.text import Text


class Fault(NamedTuple):
    """A problem at a line and column (1-based, in characters) of the file being read.

    first: line and column of the other place, where there is one (the first of two equal keys).
    """

    problem: Problem
    line: int
    column: int
    params: dict[str, str]
    field: FieldPath = ()
    first: tuple[int, int] | None = None


def _error(code: str, name: str, message: Text, hint: Text, reason: Text) -> Problem:
    return Problem(code, name, Severity.ERROR, message, hint, reason)


_QUOTE_IT = "确实是文字的话，请用英文双引号把整段括起来"
_QUOTE_IT_EN = "if it is meant as text, put the whole value in double quotes"

NOT_UTF8 = _error(
    "YML001",
    "not-utf8",
    Text("文件不是 UTF-8 编码（此处字节为 {byte}）", "the file is not UTF-8 (byte {byte} here)"),
    Text("用编辑器另存为 UTF-8（无 BOM）", "save it as UTF-8 without BOM"),
    Text(
        "只有一种编码，所有人、所有机器才读到同样的字", "one encoding, so that everybody reads the same text"
    ),
)
GBK = _error(
    "YML002",
    "gbk",
    Text("文件是 GBK（GB18030）编码，不是 UTF-8", "the file is in GBK (GB18030), not UTF-8"),
    Text(
        "用编辑器打开，确认中文显示正常后另存为 UTF-8（无 BOM）",
        "open it, check that the Chinese reads well, and save it as UTF-8 without BOM",
    ),
    Text("猜测编码会把姓名读成别的字", "a guessed encoding turns names into other names"),
)
UTF16 = _error(
    "YML003",
    "utf16",
    Text("文件是 {encoding} 编码，不是 UTF-8", "the file is in {encoding}, not UTF-8"),
    Text(
        "另存为 UTF-8（无 BOM）；记事本里不要选「Unicode」",
        "save it as UTF-8 without BOM; in Notepad do not choose “Unicode”",
    ),
    Text(
        "只有一种编码，所有人、所有机器才读到同样的字", "one encoding, so that everybody reads the same text"
    ),
)
BYTE_ORDER_MARK = _error(
    "YML004",
    "byte-order-mark",
    Text(
        "这里有一个看不见的字节顺序标记（BOM，U+FEFF）",
        "an invisible byte order mark (BOM, U+FEFF) stands here",
    ),
    Text(
        "在文件开头：另存为「UTF-8（无 BOM）」；在中间：删除并重新输入这一处",
        "at the start: save as UTF-8 without BOM; elsewhere: delete and retype this place",
    ),
    Text(
        "BOM 会成为第一个字段名或文字的一部分，肉眼看不出来",
        "a BOM becomes part of the first key or of a text, unseen",
    ),
)
CONTROL_CHARACTER = _error(
    "YML005",
    "control-character",
    Text("不允许控制字符 {character}", "control character {character} is not allowed"),
    Text("删除它；多半是从别的软件粘贴时带进来的", "delete it; it usually came in by pasting"),
    Text(
        "控制字符在网页、表格和日志里各有不同的作用",
        "pages, tables and logs each obey control characters differently",
    ),
)
LINE_SEPARATOR = _error(
    "YML006",
    "line-separator",
    Text("不允许特殊换行符 {character}", "the unusual line break {character} is not allowed"),
    Text("删除它，用回车换行", "delete it and press Enter instead"),
    Text(
        "有的软件把它当换行，有的不当，同一文件会有两种读法",
        "some programs break the line there and some do not, so one file reads in two ways",
    ),
)
BIDI_CONTROL = _error(
    "YML007",
    "bidi-control",
    Text("不允许改变文字方向的字符 {character}", "the text direction character {character} is not allowed"),
    Text("删除并重新输入这一处", "delete and retype this place"),
    Text(
        "它能让屏幕上看到的与实际写的不一样",
        "it can make the screen show something other than what is written",
    ),
)
INVISIBLE_CHARACTER = _error(
    "YML008",
    "invisible-character",
    Text("不允许看不见的字符 {character}", "the invisible character {character} is not allowed"),
    Text("删除并重新输入这一处", "delete and retype this place"),
    Text(
        "看起来相同的两个名称会因此不相等，搜索也找不到",
        "two names that look alike would differ, and search would miss them",
    ),
)
NONCHARACTER = _error(
    "YML009",
    "noncharacter",
    Text("{character} 不是字符", "{character} is not a character"),
    Text("删除并重新输入这一处", "delete and retype this place"),
    Text("Unicode 规定它永远不用来书写", "Unicode reserves it for never being text"),
)
REPLACEMENT_CHARACTER = _error(
    "YML010",
    "replacement-character",
    Text("这里的字已经损坏（U+FFFD �）", "the text is damaged here (U+FFFD �)"),
    Text("对照原件重新输入这一处", "retype this place from the original"),
    Text("� 说明转换编码时丢了字", "� says that a conversion has lost a character"),
)
TAB = _error(
    "YML011",
    "tab",
    Text("这里是制表符（Tab）", "there is a TAB here"),
    Text("删除它，用空格；每级缩进两个空格", "replace it with blanks; two blanks for each level"),
    Text(
        "YAML 不允许用 Tab 缩进；文字里的 Tab 会弄乱表格",
        "YAML forbids TAB for indentation, and in a text it breaks tables",
    ),
)
EMPTY_FILE = _error(
    "YML012",
    "empty-file",
    Text("文件是空的（或只有注释）", "the file is empty (or holds comments only)"),
    Text("写上「字段名: 值」，或删除文件", "write “field: value” lines, or delete the file"),
    Text("一个文件就是一条记录", "a file is a record"),
)
SECOND_DOCUMENT = _error(
    "YML013",
    "second-document",
    Text("这里开始了第二份文档", "a second document begins here"),
    Text(
        "一个文件只写一条记录；删除「---」或另建文件",
        "one record per file; delete “---” or make another file",
    ),
    Text("第二份会被许多软件悄悄忽略", "many programs silently ignore the second one"),
)
NOT_A_MAPPING = _error(
    "YML014",
    "not-a-mapping",
    Text("文件里是一段文字，不是「字段名: 值」", "the file holds a text, not “field: value” lines"),
    Text(
        "每行写一个「字段名: 值」，英文冒号后空一格",
        "write “field: value” on each line, with a blank after the colon",
    ),
    Text("记录由字段组成", "a record consists of fields"),
)
LIST_AT_TOP = _error(
    "YML015",
    "list-at-top",
    Text(
        "文件最外层是列表，不是「字段名: 值」", "the file holds a list at its top, not “field: value” lines"
    ),
    Text("一个文件只写一条记录，去掉开头的「- 」", "one record per file, without the leading “- ”"),
    Text("一个文件就是一条记录", "a file is a record"),
)
LFS_POINTER = _error(
    "YML016",
    "lfs-pointer",
    Text("这是 Git LFS 指针，不是记录本身", "this is a Git LFS pointer, not the record itself"),
    Text(
        "记录不放进 LFS；从 .gitattributes 去掉对应的行后重新提交",
        "keep records out of LFS: remove them from .gitattributes and commit again",
    ),
    Text("记录很小，放进 LFS 后别人就读不到", "records are small, and in LFS others cannot read them"),
)
HTML = _error(
    "YML017",
    "html",
    Text("这是网页（HTML），不是记录", "this is a web page (HTML), not a record"),
    Text(
        "可能下载到了登录页或预览页；请重新取原文件",
        "perhaps a log-in or preview page was saved; fetch the file itself",
    ),
    Text("下载来的网页常被误存为记录", "a downloaded page is easily saved in place of a record"),
)
CSV = _error(
    "YML018",
    "csv",
    Text("这是表格文本（CSV），不是记录", "this is table text (CSV), not a record"),
    Text("每条记录写成一个 .yml 文件；表格请走导入", "write one .yml file per record, or import the table"),
    Text("一个文件就是一条记录", "a file is a record"),
)
CONFLICT_MARKER = _error(
    "YML019",
    "conflict-marker",
    Text("留有 Git 合并冲突标记「{marker}」", "a merge conflict marker “{marker}” was left"),
    Text(
        "决定保留哪一份内容，删除三种标记行（<<<<<<<、=======、>>>>>>>）",
        "decide which version stays and delete the marker lines (<<<<<<<, =======, >>>>>>>)",
    ),
    Text("两份内容都在，无法知道哪份有效", "both versions are there, and nothing says which one holds"),
)
REPEATED_KEY = _error(
    "YML020",
    "repeated-key",
    Text("字段「{key}」写了两次（第 {first} 行已有）", "the key “{key}” is repeated (first on line {first})"),
    Text("只留一处", "keep one of them"),
    Text(
        "YAML 软件大多只取最后一个，前面的悄悄丢失",
        "most YAML programs keep the last one and silently drop the others",
    ),
)
ANCHOR = _error(
    "YML021",
    "anchor",
    Text("不允许锚点（&{anchor}）", "anchors (&{anchor}) are not allowed"),
    Text("删除 & 记号；" + _QUOTE_IT, "delete the & mark; " + _QUOTE_IT_EN),
    Text(
        "一处改动会悄悄改变别处；还能让几行展开成几百万行",
        "one edit would silently change another place, and few lines could grow into millions",
    ),
)
ALIAS = _error(
    "YML022",
    "alias",
    Text("不允许引用锚点（*{anchor}）", "aliases (*{anchor}) are not allowed"),
    Text("把内容写全；" + _QUOTE_IT, "write the content in full; " + _QUOTE_IT_EN),
    Text(
        "一处改动会悄悄改变别处；还能让几行展开成几百万行",
        "one edit would silently change another place, and few lines could grow into millions",
    ),
)
MERGE_KEY = _error(
    "YML023",
    "merge-key",
    Text("不允许合并键（<<）", "merge keys (<<) are not allowed"),
    Text("把字段写全", "write the fields in full"),
    Text("读记录的人应当看到全部字段", "whoever reads a record should see all its fields"),
)
TAG = _error(
    "YML024",
    "tag",
    Text("不允许类型标签（{tag}）", "tags ({tag}) are not allowed"),
    Text("删除标签；" + _QUOTE_IT, "delete the tag; " + _QUOTE_IT_EN),
    Text("类型由模式文件决定，标签还可能执行程序", "schemas decide about types, and tags may run programs"),
)
DIRECTIVE = _error(
    "YML025",
    "directive",
    Text("不允许 YAML 指令（%…）", "YAML directives (%…) are not allowed"),
    Text("删除以 % 开头的行", "delete the line that begins with %"),
    Text("指令会改变整个文件的读法", "a directive changes how the whole file reads"),
)
TOO_DEEP = _error(
    "YML026",
    "nested-too-deeply",
    Text("嵌套超过 {limit} 层", "nested deeper than {limit} levels"),
    Text(
        "检查括号和缩进；记录不需要这么多层",
        "check brackets and indentation; no record needs that many levels",
    ),
    Text("上万层的括号能使读取程序崩溃", "ten thousand brackets can crash a reader"),
)
KEY_NOT_TEXT = _error(
    "YML027",
    "key-not-text",
    Text("字段名「{key}」不是文字", "the key “{key}” is not text"),
    Text(
        "写上字段名；数字、true、null 不能作字段名",
        "write a field's name; numbers, true and null cannot be keys",
    ),
    Text("字段名都是模式文件里的单词", "keys are words of the schema"),
)
COMPLEX_KEY = _error(
    "YML028",
    "complex-key",
    Text("字段名不能是列表或一组字段", "a key cannot be a list or a mapping"),
    Text(
        "检查「?」「[」「{{」和缩进；文字请加英文双引号",
        "check “?”, “[”, “{{” and the indentation; put text in double quotes",
    ),
    Text("字段名都是模式文件里的单词", "keys are words of the schema"),
)
NOT_A_NUMBER = _error(
    "YML029",
    "not-a-number",
    Text("「{value}」不是可用的数", "“{value}” is no usable number"),
    Text("写出数值；没有就删除这一行", "write the number, or delete the line if there is none"),
    Text("无穷大和非数能通过任何上下限检查", "infinity and not-a-number pass every check of bounds"),
)
FULLWIDTH_COLON = _error(
    "YML030",
    "fullwidth-colon",
    Text("「{key}」后面是中文冒号「：」", "“{key}” is followed by a full-width colon “：”"),
    Text("改成英文冒号加一个空格：「{key}: 」", "type an ASCII colon and a blank: “{key}: ”"),
    Text(
        "中文冒号不分隔字段，这一行会变成上一行文字的一部分",
        "a full-width colon separates nothing; the line becomes part of the text above",
    ),
)
FULLWIDTH_QUOTES = _error(
    "YML031",
    "fullwidth-quotes",
    Text("文字两端是中文引号 {quotes}", "the text stands in typographic quotes {quotes}"),
    Text(
        '去掉引号，或改用英文双引号；引号确实是文字的一部分时写成「"{value}"」',
        'drop them or type ASCII double quotes; where they belong to the text write "{value}"',
    ),
    Text(
        "中文引号不起引号作用，会成为文字的一部分",
        "typographic quotes do not quote; they become part of the text",
    ),
)
FULLWIDTH_COMMA = _error(
    "YML032",
    "fullwidth-comma",
    Text("括号里用了中文逗号或顿号「{comma}」", "“{comma}” is used inside brackets"),
    Text(
        "改成英文逗号加一个空格「, 」；是文字的一部分就用英文双引号括起来",
        "type an ASCII comma and a blank; put text that contains it in double quotes",
    ),
    Text("中文逗号不分隔，几项会变成一项", "it separates nothing; several items become one"),
)
FULLWIDTH_BLANK = _error(
    "YML033",
    "fullwidth-blank",
    Text("这里是{blank}，不是普通空格", "there is {blank} here, not an ordinary blank"),
    Text("删除它，用英文状态下的空格", "delete it and type ordinary blanks"),
    Text("YAML 只认普通空格作缩进和分隔", "YAML takes only ordinary blanks as indentation and separation"),
)
MISSING_BLANK = _error(
    "YML034",
    "missing-blank",
    Text("「{key}:」的冒号后面没有空格", "there is no blank after the colon of “{key}:”"),
    Text("写成「{key}: 值」；" + _QUOTE_IT, "write “{key}: value”; " + _QUOTE_IT_EN),
    Text("没有空格就不是字段，而是一段文字", "without the blank it is no field but a text"),
)
GLUED_HASH = _error(
    "YML035",
    "glued-hash",
    Text("「#」紧贴在文字后面：{value}", "“#” is glued to the text before it: {value}"),
    Text(
        "是注释：在 # 前后各空一格；是文字：用英文双引号括起来",
        "a comment: put a blank before and after #; a text: put it in double quotes",
    ),
    Text(
        "紧贴的 # 属于文字，隔开的 # 是注释，两者容易弄混",
        "a glued # is text and a separate # is a comment, which is easily mixed up",
    ),
)
LOST_COMMENT = _error(
    "YML036",
    "lost-comment",
    Text("「{comment}」会被当作注释丢掉", "“{comment}” is dropped as a comment"),
    Text(
        "是注释：# 后空一格；是文字：把整段用英文双引号括起来",
        "a comment: put a blank after #; a text: put the whole value in double quotes",
    ),
    Text(
        "像「3 #楼」这样的文字会无声地丢掉后半",
        "a text such as “room #3” would silently lose its second half",
    ),
)
GLUED_DASH = _error(
    "YML037",
    "glued-dash",
    Text("列表项的「-」后面没有空格", "there is no blank after the “-” of a list's entry"),
    Text("写成「- 」再写内容；" + _QUOTE_IT, "write “- ” and then the entry; " + _QUOTE_IT_EN),
    Text("没有空格就不是列表的一项，而是一段文字", "without the blank it is no entry but a text"),
)
UNQUOTED_COLON = _error(
    "YML041",
    "unquoted-colon",
    Text("这一行的值里又有一个「: 」", "the value on this line contains another “: ”"),
    Text("把整个值用英文双引号括起来", "put the whole value in double quotes"),
    Text("「: 」分隔字段名与值，一行只能有一个", "“: ” separates a key from its value, once in a line"),
)
INDENTATION = _error(
    "YML042",
    "indentation",
    Text("这一行的缩进与上文对不上", "the indentation of this line does not fit the lines above"),
    Text(
        "同级字段左端对齐，下一级多两个空格；列表项写「- 」",
        "align fields of one level, indent the next by two blanks, begin list items with “- ”",
    ),
    Text("缩进决定字段属于谁", "indentation decides what a field belongs to"),
)
UNCLOSED_QUOTE = _error(
    "YML043",
    "unclosed-quote",
    Text("引号没有成对", "a quote is not closed"),
    Text(
        "检查此处开始的引号；文字里有引号时，外面用另一种英文引号",
        "look at the quote that opens here; where the text has quotes, use the other kind around it",
    ),
    Text("没有收尾的引号会吞掉后面所有行", "an open quote swallows all lines after it"),
)
UNCLOSED_BRACKET = _error(
    "YML044",
    "unclosed-bracket",
    Text(
        "括号里缺少英文逗号，或括号没有成对",
        "a comma is missing inside the brackets, or a bracket is not closed",
    ),
    Text(
        "各项用「, 」隔开，检查「[ ]」「{{ }}」；文字里有这些符号就加英文双引号",
        "separate items with “, ” and check “[ ]” and “{{ }}”; put text with such marks in double quotes",
    ),
    Text("没有收尾的括号会吞掉后面所有行", "an open bracket swallows all lines after it"),
)
BAD_ESCAPE = _error(
    "YML045",
    "bad-escape",
    Text(
        "双引号里的反斜杠「\\」后面不是可用的转义",
        "the backslash in the double quotes begins no known escape",
    ),
    Text("路径等文字改用单引号 '…'，或把 \\ 写成 \\\\", "use single quotes '…', or write \\ as \\\\"),
    Text("双引号里反斜杠有特殊含义", "a backslash has a meaning inside double quotes"),
)
RESERVED_START = _error(
    "YML046",
    "reserved-start",
    Text("值不能以「{character}」开头", "a value cannot begin with “{character}”"),
    Text("用英文双引号把整个值括起来", "put the whole value in double quotes"),
    Text("YAML 保留了这些符号", "YAML reserves these marks"),
)
MISSING_COLON = _error(
    "YML047",
    "missing-colon",
    Text("这一行没有「字段名: 」", "this line has no “field: ”"),
    Text(
        "补上英文冒号和空格；是上一行文字的继续就多缩进两格",
        "add the colon and a blank; indent the line further if it continues the text above",
    ),
    Text(
        "每行要么是字段，要么是列表项，要么是上一段文字的继续",
        "a line is a field, a list item or the rest of a text",
    ),
)
BLOCK_HEADER = _error(
    "YML048",
    "block-header",
    Text("「|」或「>」这一行写法不对", "the line with “|” or “>” is not written as it should be"),
    Text(
        "「|」后面直接换行，正文每行多缩进两个空格",
        "break the line right after “|” and indent each line of the text by two blanks",
    ),
    Text("长文字从下一行开始", "a long text begins on the next line"),
)
NOT_YAML = _error(
    "YML049",
    "not-yaml",
    Text("读到这里看不懂（{problem}）", "this cannot be read ({problem})"),
    Text(
        "对照样例检查这一行和上一行的冒号、引号、括号和缩进",
        "compare this line and the one above with a sample: colons, quotes, brackets, indentation",
    ),
    Text("文件要先能读懂才能核对", "a file must be readable before it can be checked"),
)

YML = (
    NOT_UTF8, GBK, UTF16, BYTE_ORDER_MARK, CONTROL_CHARACTER, LINE_SEPARATOR, BIDI_CONTROL,
    INVISIBLE_CHARACTER, NONCHARACTER, REPLACEMENT_CHARACTER, TAB, EMPTY_FILE, SECOND_DOCUMENT,
    NOT_A_MAPPING, LIST_AT_TOP, LFS_POINTER, HTML, CSV, CONFLICT_MARKER, REPEATED_KEY, ANCHOR, ALIAS,
    MERGE_KEY, TAG, DIRECTIVE, TOO_DEEP, KEY_NOT_TEXT, COMPLEX_KEY, NOT_A_NUMBER, FULLWIDTH_COLON,
    FULLWIDTH_QUOTES, FULLWIDTH_COMMA, FULLWIDTH_BLANK, MISSING_BLANK, GLUED_HASH, LOST_COMMENT,
    GLUED_DASH,
    UNQUOTED_COLON, INDENTATION, UNCLOSED_QUOTE, UNCLOSED_BRACKET, BAD_ESCAPE, RESERVED_START,
    MISSING_COLON, BLOCK_HEADER, NOT_YAML,
)  # fmt: skip
"""All problems of this family, in the order of their codes."""
