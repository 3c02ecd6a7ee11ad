// What a run takes of the machine: memory that does not grow with the input, and no allocation for a
// record. Only an optimised build shows that.

import Foundation
import Testing

@Suite(
  .enabled(
    if: Products.optimised != nil || Products.isOptimisedRequired,
    "scripts/setup makes the optimised program"))
struct ResourceTests {
  static let job = repositoryPath("Benchmarks/jobs/crm.yaml")

  /// 200 MB through a pipe, every line compared with what the independent converter makes of them.
  @Test func memoryIsBounded() throws {
    try withDirectory { directory in
      let program = try #require(Products.optimised)
      try directory.makeDump("--size 200MB")
      let found = try directory.python(
        """
        import resource, subprocess, sys
        with open("lines", "wb") as lines:
            dump = subprocess.Popen(["cat", "dump.csv"], stdout=subprocess.PIPE)
            subprocess.run(sys.argv[1:], stdin=dump.stdout, stdout=lines, check=True)
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        """, [program, "convert", "-m", Self.job, "--quiet", "--lanes", "2"])
      #expect(found.ending == .done, "\(found.errors)")
      let kibibytes = try #require(Int(found.text.trimmingCharacters(in: .whitespacesAndNewlines)))
      #expect(kibibytes < 50_000)
      let compared = try directory.shell(
        "python3 \(repositoryPath("scripts/reference-convert.py")) \(Self.job) dump.csv | cmp - lines"
      )
      #expect(compared.ending == .done, "\(compared.errors)")
    }
  }

  /// Ten times the records make hardly more allocations: some for every chunk, none for a record.
  @Test(arguments: ["crm", "quoted"])
  func nothingIsAllocatedForARecord(shape: String) throws {
    try withDirectory { directory in
      try directory.write("count.c", Self.counter)
      let built = try directory.shell("clang -shared -fPIC -O1 -o count.so count.c")
      try #require(built.ending == .done, "\(built.errors)")
      let few = 5_000
      let counts = try [few, 10 * few].map { try allocations(directory, records: $0, shape) }
      #expect(counts[0] > 100)
      #expect(counts[1] - counts[0] < few / 5)
    }
  }

  /// The middle one of three runs: how often lanes wait for each other is chance, and allocates.
  private func allocations(_ directory: Directory, records: Int, _ shape: String) throws -> Int {
    let program = try #require(Products.optimised)
    try directory.makeDump("--rows \(records) --shape \(shape)")
    let counts = try (0..<3).map { _ in
      let found = try directory.shell(
        "LD_PRELOAD=$PWD/count.so \(program) convert -m \(Self.job) --quiet --out outbox --force "
          + "--timestamp 1732240000 --lanes 2 dump.csv")
      #expect(found.ending == .done)
      return try #require(Int(found.errors.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
    return counts.sorted()[1]
  }

  /// A library that counts allocations and tells their number at the end.
  private static let counter = """
    #include <stdatomic.h>
    #include <stdio.h>
    #include <stdlib.h>
    void *__libc_malloc(size_t);
    void *__libc_calloc(size_t, size_t);
    void *__libc_realloc(void *, size_t);
    void *__libc_memalign(size_t, size_t);
    static atomic_long count;
    void *malloc(size_t size) { return count++, __libc_malloc(size); }
    void *calloc(size_t number, size_t size) { return count++, __libc_calloc(number, size); }
    void *realloc(void *old, size_t size) { return count++, __libc_realloc(old, size); }
    void *aligned_alloc(size_t to, size_t size) { return count++, __libc_memalign(to, size); }
    int posix_memalign(void **new, size_t to, size_t size) {
      count++;
      *new = __libc_memalign(to, size);
      return *new ? 0 : 12;
    }
    __attribute__((destructor)) static void tell(void) { fprintf(stderr, "%ld\\n", (long)count); }
    """
}
