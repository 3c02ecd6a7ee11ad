// Runs that are stopped: by a signal, by a reader that has seen enough, by force.

import Foundation
import Testing

@Suite struct SignalTests {
  /// Starts a conversion of an input that gives some records and then neither more nor an end, waits
  /// until it has begun to write parts, and calls `body`.
  static func withEndlessRun(
    _ directory: Directory, _ options: String = "", environment: [String: String] = [:],
    body: (Running) throws -> Void
  ) throws {
    try directory.writeSamples()
    let record = "u1,P,\(String(repeating: "x", count: 200)),yes\n"
    let records = String(repeating: record, count: 60_000)
    try directory.write("endless.csv", "id,plan,city,active\n,,,\n" + records)
    // The input is fed by another program: were it this one, a run that ends early would end it too.
    let (held, fed) = (Pipe(), Pipe())
    let feeder = Process()
    feeder.executableURL = URL(filePath: "/bin/cat")
    feeder.arguments = [directory.path("endless.csv"), "-"]
    feeder.standardInput = held
    feeder.standardOutput = fed
    try feeder.run()
    defer {
      try? held.fileHandleForWriting.close()
      feeder.waitOrKill()
    }
    let running = try directory.start(
      Products.sluice,
      ["convert", "-m", "map.yaml", "--out", "outbox", "--timestamp", "1732240000"]
        + options.split(separator: " ").map(String.init),
      input: fed.fileHandleForReading, environment: environment)
    try fed.fileHandleForReading.close()
    try running.waitUntil("a part is begun") { directory.hasBegunFile(in: "outbox") }
    try body(running)
  }

  @Test(arguments: [(SIGHUP, 129), (SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func interrupted(signal: Int32, code: Int32) throws {
    try withDirectory { directory in
      try Self.withEndlessRun(directory, "--rejects bad.csv") { running in
        running.kill(signal)
        let found = try running.finish()
        #expect(found.ending == .exited(code))
        #expect(found.errors == "sluice: error: interrupted; nothing was published\n")
        #expect(directory.list("outbox") == [])
        #expect(!directory.has("bad.csv"))
      }
      // Neither names nor leftovers are in the next run's way.
      let next = try directory.sluice("convert -m map.yaml \(Samples.toFiles) clean.csv")
      #expect(next.ending == .done)
    }
  }

  /// What whoever started the program has it ignore, as `nohup` does, and a script for what it runs behind itself.
  @Test func ignoredSignals() throws {
    try withDirectory { directory in
      let found = try directory.shell(
        #"""
        trap '' HUP INT
        mkfifo dump
        sluice convert --dpid 1 --id id --quiet --rejects bad.csv < dump > lines &
        exec 3> dump
        printf 'id,v\nu1,x\n' >&3
        for try in {1..1200}; do ls -A | grep -q '^\.sluice-' && break; sleep 0.05; done
        kill -HUP $!
        kill -INT $!
        printf 'u2,y\n' >&3
        exec 3>&-
        wait $!
        echo $?
        """#)
      #expect(found.text == "0\n" && found.errors == "", "\(found.errors)")
      #expect(try directory.text("lines") == "u1\t\"v\"=\"x\"\nu2\t\"v\"=\"y\"\n")
    }
  }

  /// A stream cannot be taken back, only told of.
  @Test func interruptedStream() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let pipe = Pipe()
      let running = try directory.start(
        Products.sluice, ["convert", "-m", "map.yaml", "--rejects", "bad.csv"],
        input: pipe.fileHandleForReading)
      // The rejects' temporary file is there once the conversion can be stopped.
      try running.waitUntil("the rejects are begun") { directory.hasBegunFile() }
      running.kill(SIGINT)
      let found = try running.finish()
      #expect(found.ending == .exited(130))
      #expect(
        found.errors
          == "sluice: error: interrupted; what was written to stdout is incomplete\n")
      #expect(!directory.has("bad.csv"))
      try pipe.fileHandleForWriting.close()
    }
  }

  /// Whenever the signal comes, one word and one code, and all or nothing: the work and whoever stops it
  /// end at the same time.
  @Test func interruptedAtAnyMoment() throws {
    try withDirectory { directory in
      try directory.makeDump("--size 3MB")
      // A run that nobody stops says what all is, and how far apart the moments are.
      let began = ContinuousClock.now
      let whole = try Self.startCutting(directory, into: "whole").finish()
      let step = (ContinuousClock.now - began) / Double(Self.momentCount)
      try #require(whole.ending == .done, "\(whole.errors)")
      let all = try directory.contents("whole")
      try #require(all.count > 20)

      var endings: [Ending] = []
      for moment in Moment.all(step: step) {
        let outbox = "outbox\(endings.count)"
        let found = try Self.interrupt(directory, outbox, at: moment)
        let isWhole = found.ending == .done
        #expect(isWhole || found.ending == .exited(143), "\(moment)")
        #expect(
          found.errors
            == (isWhole ? "" : "sluice: error: interrupted; nothing was published\n"), "\(moment)")
        let isRight = try directory.contents(outbox) == (isWhole ? all : [:])
        #expect(isRight, "\(moment): \(directory.list(outbox))")
        endings.append(found.ending)
      }
      #expect(endings.first == .exited(143))
      #expect(endings.last == .done)
    }
  }

  /// When a signal comes.
  private enum Moment {
    /// Before the input has said anything: the run cannot have ended.
    case beforeTheInput
    /// So long after it has begun, whatever it is doing then.
    case after(Duration)
    /// When the first file has its name: the run is no more to be stopped.
    case naming

    static func all(step: Duration) -> [Moment] {
      [.beforeTheInput] + (0..<momentCount).map { .after(step * $0) } + [.naming]
    }
  }

  private static let momentCount = 18

  /// Starts a conversion of `dump.csv` to many parts, or of nothing that comes.
  private static func startCutting(
    _ directory: Directory, into outbox: String, waitingFor pipe: Pipe? = nil
  ) throws -> Running {
    try directory.start(
      Products.sluice,
      [
        "convert", "-m", repositoryPath("Benchmarks/jobs/crm.yaml"), "--out", outbox,
        "--split-size", "20000", "--quiet", "--timestamp", "1732240000",
        pipe == nil ? "dump.csv" : "-",
      ], input: pipe?.fileHandleForReading)
  }

  /// Starts a conversion and stops it.
  private static func interrupt(
    _ directory: Directory, _ outbox: String, at moment: Moment
  ) throws -> Finished {
    var pipe: Pipe?
    if case .beforeTheInput = moment { pipe = Pipe() }
    let running = try startCutting(directory, into: outbox, waitingFor: pipe)
    try running.waitUntil("the run has begun") { !directory.list(outbox).isEmpty }
    switch moment {
    case .beforeTheInput: break
    case .after(let time): Thread.sleep(forTimeInterval: time / .seconds(1))
    case .naming:
      try running.waitUntil("a file has its name") {
        directory.list(outbox).contains { !$0.hasPrefix(".sluice-") }
      }
    }
    running.kill(SIGTERM)
    return try withExtendedLifetime(pipe) { try running.finish() }
  }

  /// A run looks after the whole of its directory, whichever layout it and the dead ones have.
  @Test(arguments: ["", "--layout s3 --partner other"])
  func leftoversInFoldersOfDays(layout: String) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let run = ".sluice-00000000000000aa"
      let swept = ["outbox", "outbox/acme/date=2024-01-01", "outbox/b.c/date=2023-12-31"]
      let kept = [
        "outbox/acme", "outbox/acme/date=2024-01-01/more", "outbox/.acme/date=2024-01-01",
      ]
      for folder in swept + kept {
        _ = try directory.shell(
          "mkdir -p \(folder); touch \(folder)/{\(run).lock,\(run).1,.sluice-mine}")
      }
      _ = try directory.shell(
        "mkdir away; touch away/\(run).1; ln -s ../../away outbox/acme/date=2024-02-02")
      let found = try directory.sluice(
        "convert -m map.yaml \(Samples.toFiles) --quiet \(layout) clean.csv")
      #expect(found.ending == .done, "\(found.errors)")
      for folder in swept {
        #expect(!directory.list(folder).contains { $0.hasPrefix(run) }, "\(folder)")
        #expect(directory.list(folder).contains(".sluice-mine"))
      }
      for folder in kept + ["away"] {
        #expect(directory.list(folder).contains("\(run).1"), "\(folder)")
      }
    }
  }

  @Test func leftoversOfAKilledRun() throws {
    try withDirectory { directory in
      try Self.withEndlessRun(directory) { running in
        try directory.write("outbox/.sluice-mine", "not a run's")
        running.kill(SIGKILL)
        #expect(try running.finish().ending == .killed(by: SIGKILL))
      }
      let left = directory.list("outbox")
      #expect(left.count > 2 && left.allSatisfy { $0.hasPrefix(".sluice-") })
      for name in left where name != ".sluice-mine" {
        #expect(try directory.mode("outbox/" + name) == 0o600)
      }
      let next = try directory.sluice("convert -m map.yaml \(Samples.toFiles) clean.csv")
      #expect(next.ending == .done)
      #expect(
        directory.list("outbox") == [
          ".sluice-mine", "\(Samples.name).gz", "\(Samples.name).info",
        ])
    }
  }

  /// A run that lives keeps its files while others come and go.
  @Test func filesOfALivingRun() throws {
    try withDirectory { directory in
      try Self.withEndlessRun(directory) { running in
        let before = directory.list("outbox")
        let other = try directory.sluice(
          "convert -m map.yaml --out outbox --timestamp 1732240001 clean.csv")
        #expect(other.ending == .done)
        #expect(Set(directory.list("outbox")).isSuperset(of: before))
        running.kill(SIGTERM)
        _ = try running.finish()
      }
      #expect(
        directory.list("outbox") == [
          "ftp_dpm_1234_1732240001.sync.gz", "ftp_dpm_1234_1732240001.sync.info",
        ])
    }
  }

  /// `| head`: no word, and the end that SIGPIPE makes.
  @Test(arguments: ["rows", "convert -m JOB --quiet", "preview -m JOB --count 100000"])
  func closedPipe(command: String) throws {
    try withDirectory { directory in
      try directory.makeDump("--size 1500kB")
      let job = repositoryPath("Benchmarks/jobs/crm.yaml")
      let typed = "sluice " + command.replacingOccurrences(of: "JOB", with: job)
      let found = try directory.shell("\(typed) dump.csv | head -n 1; exit ${PIPESTATUS[0]}")
      #expect(found.ending == .exited(128 + SIGPIPE))
      #expect(found.errors == "")
      #expect(found.lines.count == 1)
    }
  }

  /// Nothing is drawn and nothing coloured where nobody looks at a terminal.
  @Test func plainTextWithoutATerminal() throws {
    try withDirectory { directory in
      try directory.writeSamples()
      let found = try directory.sluice("convert -m map.yaml damaged.csv")
      #expect(!found.errors.contains("\u{1B}") && !found.errors.contains("\r"))
    }
  }

  /// On a terminal a line shows how far the run is, unless `NO_COLOR` or `--quiet` says otherwise.
  @Test(arguments: [("", true), ("NO_COLOR=1", false), ("--quiet", false)])
  func progressLine(setting: String, isDrawn: Bool) throws {
    try withDirectory { directory in
      try directory.writeSamples()
      try directory.write("terminal.py", Self.terminal)
      let environment = setting.hasPrefix("NO") ? setting : "-u NO_COLOR"
      let found = try directory.shell(
        "env \(environment) python3 terminal.py clean.csv \(isDrawn ? 60 : 1) "
          + "sluice convert -m map.yaml --out outbox "
          + (setting.hasPrefix("--") ? setting : ""))
      #expect(found.ending == .done, "\(found.errors)")
      #expect(found.text.contains("\r\u{1B}[K") == isDrawn)
      #expect(found.text.contains(" rejected\r\u{1B}[K") == isDrawn)
    }
  }

  /// Runs a program with a file in a pipe as its stdin and a terminal as its stderr, and prints what came
  /// there. The pipe stays open until a line has been drawn, for so many seconds at most: a run that draws
  /// lives long enough to be seen, and one that does not, several times as long as it would take to.
  private static let terminal = """
    import os, pty, select, subprocess, sys, time
    dump, patience, command = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    program.stdin.write(open(dump, "rb").read())
    program.stdin.flush()
    def piece():
        try: return os.read(ours, 4096)
        except OSError: return b""
    seen, end = b"", time.monotonic() + patience
    while b" rejected" not in seen:
        if not select.select([ours], [], [], max(0, end - time.monotonic()))[0]: break
        more = piece()
        if not more: break
        seen += more
    program.stdin.close()
    while more := piece(): seen += more
    sys.stdout.buffer.write(seen)
    sys.exit(program.wait())
    """
}

extension Directory {
  /// Whether a run has begun a file in a directory of it.
  fileprivate func hasBegunFile(in name: String = ".") -> Bool {
    list(name).contains { $0.hasPrefix(".sluice-") && $0.hasSuffix(".1") }
  }

  /// The files of a directory of it, hidden ones too, and what is in them.
  fileprivate func contents(_ name: String) throws -> [String: [UInt8]] {
    let names = list(name)
    return Dictionary(uniqueKeysWithValues: zip(names, try names.map { try read("\(name)/\($0)") }))
  }
}
