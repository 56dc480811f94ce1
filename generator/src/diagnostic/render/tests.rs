use super::{Style, json, terminal};
use crate::diagnostic::{Code, Diagnostic, Label, Place, Report};
use crate::pointer::Pointer;
use crate::source::{Part, Source, SourceId, Sources};

fn node(source: SourceId, pointer: &str, part: Part) -> Place {
    Place::Node {
        source,
        pointer: Pointer::parse(pointer).unwrap(),
        part,
    }
}

fn finding(code: Code, pointer: &str, message: &str) -> Diagnostic {
    Diagnostic::new(code, Pointer::parse(pointer).unwrap(), message)
}

#[test]
fn a_frame_underlines_the_place_and_its_labels() {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("a.yaml", "é:\n  ü: wrong\n  first: 1\n"));
    let other = sources.add(Source::new("b.json", "{\"x\": 2}"));
    let mut diagnostic = finding(Code::WrongType, "/é/ü", "expected an object, found text")
        .at(node(file, "/é/ü", Part::Value))
        .help("write `{}`");
    diagnostic.labels = vec![
        Label {
            place: node(file, "/é/ü", Part::Key),
            message: "of this field".to_owned(),
        },
        Label {
            place: node(other, "/x", Part::Value),
            message: "as here".to_owned(),
        },
    ];
    let report: Report = [diagnostic].into_iter().collect();
    let expected = "\
error[wrong-type]: expected an object, found text
 --> a.yaml:2:6
  |
2 |   ü: wrong
  |   -  ^^^^^
  |   |
  |   of this field
  |
 ::: b.json:1:7
  |
1 | {\"x\": 2}
  |       - as here
  |
  = note: at #/é/ü
  = help: write `{}`

";
    assert_eq!(terminal(&report, &sources, Style::default()), expected);
    let colored = Style {
        color: true,
        ..Style::default()
    };
    assert!(terminal(&report, &sources, colored).contains("\u{1b}["));

    let found = &json(&report, &sources)[0];
    assert_eq!(found["code"], "wrong-type");
    assert_eq!(found["stage"], "normalize");
    assert_eq!((&found["line"], &found["column"]), (&2.into(), &6.into()));
    assert_eq!(
        (&found["end_line"], &found["end_column"]),
        (&2.into(), &11.into())
    );
    assert_eq!(found["pointer"], "/é/ü");
    assert_eq!(found["labels"][1]["file"], "b.json");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let filler = "é".repeat(100_000);
    let text = format!(
        "{{\"a\":\"{filler}\",\"key\":[{}1],\"z\":\"{filler}\"}}",
        "1,".repeat(500)
    );
    let mut sources = Sources::new();
    let file = sources.add(Source::new("a.json", text));
    let report: Report =
        [finding(Code::WrongType, "/key", "wrong").at(node(file, "/key", Part::Key))]
            .into_iter()
            .collect();
    let shown = terminal(&report, &sources, Style::default());
    assert!(shown.contains(" --> a.json:1:100009\n"), "{shown}");
    assert!(
        shown.lines().all(|line| line.chars().count() < 260),
        "{shown}"
    );
    let lines: Vec<_> = shown.lines().collect();
    let at = lines[4].find('^').unwrap();
    assert_eq!(lines[4].matches('^').count(), "\"key\"".len());
    let before = lines[3].find("\"key\"").unwrap();
    assert_eq!(lines[3][..before].chars().count(), at);
}

#[test]
fn findings_without_a_place_and_about_whole_files() {
    let mut sources = Sources::new();
    let file = sources.add(Source::new("a.yaml", ""));
    let report: Report = [
        finding(Code::EmptyDocument, "", "the file is empty").at(Place::File(file)),
        finding(Code::Unsupported, "/x", "not yet").help("wait"),
        finding(Code::InvalidYaml, "", "broken").at(Place::Bytes {
            source: file,
            start: 5,
            end: 9,
        }),
    ]
    .into_iter()
    .collect();
    let shown = terminal(&report, &sources, Style::default());
    for part in [
        "error[empty-document]: the file is empty",
        "--> a.yaml",
        "warning[unsupported]: not yet",
        "= note: at #/x",
        "= help: wait",
        "error[invalid-yaml]: broken",
        "--> a.yaml:1:1",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
    assert_eq!(json(&report, &sources)[1]["file"], serde_json::Value::Null);
    assert_eq!(json(&report, &sources)[0]["line"], serde_json::Value::Null);
}

#[test]
fn warnings_are_limited_and_errors_are_not() {
    let sources = Sources::new();
    let warnings = (0..8).map(|at| finding(Code::Unsupported, "", &format!("w{at}")));
    let errors = (0..8).map(|at| finding(Code::WrongType, "", &format!("e{at}")));
    let report: Report = warnings.chain(errors).collect();
    let style = Style {
        limit_per_code: Some(5),
        ..Style::default()
    };
    let shown = terminal(&report, &sources, style);
    assert!(shown.contains("w4") && !shown.contains("w5") && shown.contains("e7"));
    assert!(shown.contains("… and 3 more `unsupported` (use --all-warnings to see them)\n"));
    let all = terminal(&report, &sources, Style::default());
    assert!(all.contains("w7") && !all.contains("more"));
}
