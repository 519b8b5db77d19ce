// Journals of cells.
#include "journals/journal.hpp"

#include <engram/error.hpp>

#include "input.hpp"
#include "journals/cell_listener.hpp"

namespace {

class Ignoring : public engram::journals::CellListener {
 public:
  void group(const std::string&) override {}
  void dataset(const std::string&, engram::Dataset) override {}
  void failure(const std::string&, std::string) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  (void)engram::fuzz::file_of(data, size, "input.journal");
  const engram::journals::Journals journals(engram::fuzz::folder());
  for (const engram::journals::CellRecord* record : journals.cells()) {
    try {
      Ignoring listener;
      journals.play(record->key, listener);
      (void)journals.spec(record->key);
    } catch (const engram::RunError&) {
    }
  }
  return 0;
}
