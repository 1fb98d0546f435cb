// verify: says whether an export is still the file that its manifest describes, offline.
//   verify MANIFEST FILE      as headless and the page leave them: FILE.manifest.json and FILE
//   verify MANIFEST           of a run without an export: whether it agrees with itself
// Ends with 0 and "ok"; with 1 and a line for each problem; or with 2 when there is something that cannot be read.

#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

#include "client/verify.h"

namespace {

constexpr size_t kPieceBytes = 64 * 1024;

int fail(const char* path) {
  std::fprintf(stderr, "verify: %s cannot be read\n", path);
  return 2;
}

std::optional<std::string> read_manifest(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  // One byte too many is enough for it to be refused by its size.
  std::string text(sluice::kManifestBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (file.bad()) return std::nullopt;
  return text;
}

bool read_file(const char* path, sluice::VerifyJob& job) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;
  std::string piece;
  do {
    piece.resize(kPieceBytes);
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    piece.resize(static_cast<size_t>(file.gcount()));
    job.add(piece);
    job.work(sluice::Fuel{kPieceBytes});
  } while (file);
  return file.eof();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::fprintf(stderr, "usage: verify MANIFEST [FILE]\n");
    return 2;
  }
  const std::optional<std::string> manifest = read_manifest(argv[1]);
  if (!manifest) return fail(argv[1]);
  sluice::VerifyJob job(*manifest);
  if (argc == 3 && !read_file(argv[2], job)) return fail(argv[2]);
  job.end(argc == 3);
  job.work(sluice::Fuel{1});
  const sluice::Verdict verdict = job.verdict();
  for (const std::string& problem : verdict.problems) std::printf("%s\n", problem.c_str());
  if (verdict.ok) std::printf("ok\n");
  return verdict.ok ? 0 : 1;
}
