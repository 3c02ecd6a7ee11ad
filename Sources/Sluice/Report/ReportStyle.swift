// How the report's page looks: one style sheet, with nothing outside of it, that goes by the
// reader's choice of light or dark, and prints in black on white.

/// The style sheet of the page.
enum ReportStyle {
  static let sheet = """
    :root {
      color-scheme: light dark;
      --ink: #1c2330; --soft: #5a6577; --rule: #dde2ea; --page: #ffffff; --card: #f5f7fa;
      --done: #1f7a4d; --failed: #b3261e; --noted: #8a5a00;
      --written: #2f6fdb; --filtered: #8d99ab; --bare: #c99a1c; --rejected: #cf4436;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ink: #e4e8ef; --soft: #9aa5b6; --rule: #303846; --page: #14181f; --card: #1c222c;
        --done: #5cc492; --failed: #f2867c; --noted: #e0b355;
        --written: #5b93ee; --filtered: #77849a; --bare: #d8b04a; --rejected: #e5695c;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 66rem;
      font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
      color: var(--ink); background: var(--page);
    }
    header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem 1rem; }
    h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
    h2 { font-size: 1.05rem; margin: 2.2rem 0 .6rem; }
    header p { margin: 0; flex-basis: 100%; color: var(--soft); }
    .badge {
      padding: .1rem .7rem; border: 1px solid currentColor; border-radius: 1rem;
      font-size: .85rem; font-weight: 600;
    }
    .done { color: var(--done); } .failed { color: var(--failed); } .dry-run { color: var(--noted); }
    .note { border-left: 4px solid var(--noted); background: var(--card); padding: .6rem 1rem; margin: .6rem 0;
      overflow-wrap: anywhere; }
    .note.failed { border-color: var(--failed); color: inherit; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .7rem;
      margin: 1.6rem 0 1rem; }
    .tiles div { background: var(--card); border: 1px solid var(--rule); border-radius: .5rem;
      padding: .7rem .9rem; }
    .tiles b { display: block; font-size: 1.35rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
    .tiles span { color: var(--soft); font-size: .85rem; }
    .bar { display: flex; gap: 2px; height: .9rem; border-radius: .45rem; overflow: hidden;
      background: var(--rule); }
    .bar i { min-width: 2px; }
    .written { background: var(--written); } .filtered { background: var(--filtered); }
    .bare { background: var(--bare); } .rejected { background: var(--rejected); }
    .key { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: .5rem 0 0; padding: 0; list-style: none;
      font-size: .9rem; }
    .key i { display: inline-block; width: .7rem; height: .7rem; border-radius: .2rem; margin-right: .4rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .92rem; }
    th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0;
      border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
    th { color: var(--soft); font-weight: 600; white-space: nowrap; }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    code { font: .88em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
    dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .3rem 1.4rem; margin: 0;
      font-size: .92rem; }
    dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
    h3 { font-size: .95rem; margin: 1.2rem 0 .3rem; }
    h3 small { font-weight: 400; color: var(--soft); }
    .soft { color: var(--soft); font-size: .9rem; }
    @media print {
      :root { --ink: #000; --soft: #444; --rule: #bbb; --page: #fff; --card: #fff; color-scheme: light; }
      body { padding: 0; max-width: none; font-size: 11pt; }
      .bar, .key i { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
      tr, .tiles div, .note { break-inside: avoid; }
      h2, h3 { break-after: avoid; }
    }
    """
}
