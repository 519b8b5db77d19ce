#include "app/claim_spec.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include <fmt/core.h>

#include <engram/error.hpp>

#include "app/spec_records.hpp"
#include "app/stored_spec.hpp"

namespace engram::app {

namespace {

/// A result file as a source of claims.
class ClaimSource : public claims::Source {
 public:
  explicit ClaimSource(const store::Reader& reader)
      : reader_(reader), paths_(reader.datasets()), labels_(reader.case_labels()) {
    if (reader.has("summary/case_name")) {
      const Dataset cells = reader.dataset("summary/case");
      const Dataset names = reader.dataset("summary/case_name");
      const auto& labels = std::get<std::vector<std::string>>(cells.values);
      for (std::size_t row = 0; row < labels.size(); ++row) {
        names_[labels[row]] = std::get<std::vector<std::string>>(names.values)[row];
      }
    }
  }
  [[nodiscard]] Dataset dataset(const std::string& path) const override { return reader_.dataset(path); }
  [[nodiscard]] std::vector<std::string> datasets() const override { return paths_; }
  [[nodiscard]] std::vector<std::string> cases() const override { return labels_; }
  [[nodiscard]] std::string case_name(const std::string& label) const override {
    const auto found = names_.find(label);
    return found == names_.end() ? label : found->second;
  }

 private:
  const store::Reader& reader_;
  std::vector<std::string> paths_;
  std::vector<std::string> labels_;
  std::map<std::string, std::string> names_;
};

}  // namespace

const spec::RecordSchema& claim_schema() {
  static const spec::RecordSchema schema{"claim", claims::Claim::params().list(), "", nullptr};
  return schema;
}

std::vector<claims::Claim> make_claims(const std::vector<spec::Record>& records, spec::Problems& problems) {
  std::vector<claims::Claim> made;
  std::ranges::transform(records, std::back_inserter(made),
                         [&](const spec::Record& record) { return make_from<claims::Claim>(record, problems); });
  return made;
}

void check_claims(const CellIndex& cells, spec::Problems& problems) {
  make_claims(cells.spec().claims, problems);
  for (const spec::Record& claim : cells.spec().claims) {
    cells.check_analysis(claim, cells.cells_of(claim, problems), problems);
  }
}

std::vector<claims::Verdict> judge_result(const store::Reader& reader, const std::string& spec_file) {
  const std::vector<claims::Claim> made =
      stored_records(reader, spec_file, "expect", claim_schema(),
                     [](const auto& records, spec::Problems& problems) { return make_claims(records, problems); });
  const ClaimSource source(reader);
  std::vector<claims::Verdict> verdicts;
  for (const claims::Claim& claim : made) {
    try {
      verdicts.push_back(claims::judge(claim, source));
    } catch (const RequestError& error) {
      throw RequestError(
          fmt::format("{}: the claim '{}' cannot be judged: {}", reader.path().string(), claim.claim, error.what()));
    }
  }
  return verdicts;
}

}  // namespace engram::app
