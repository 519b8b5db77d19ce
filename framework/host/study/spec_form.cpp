#include "study/spec_form.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>

#include "evaluation/claim_spec.hpp"
#include "evaluation/figure_spec.hpp"
#include "spec/describe.hpp"
#include "spec/quantity.hpp"
#include "spec/sections.hpp"

namespace engram::study {

namespace {

schema::RecordForm form_of(const spec::RecordSchema& schema, const std::string& summary) {
  return {schema.what, summary, schema.parameters, schema.children_key, nullptr};
}

}  // namespace

schema::SpecForm spec_form() {
  schema::SpecForm form;
  form.keys = spec::whole_keys();
  std::ranges::copy(spec::experiment_keys(), std::back_inserter(form.keys));
  form.keys.emplace_back("cases");
  for (const spec::Section& section : spec::sections) {
    form.sections.push_back({std::string(section.key), section.kind, section.required});
  }
  form.time_units = spec::units_of("s");
  form.figure =
      form_of(evaluation::figure_schema(), "A picture: an entry of `figures` in a spec, drawn by `engram plot`.");
  form.figure.child = std::make_shared<const schema::RecordForm>(
      form_of(*evaluation::figure_schema().child, "One pair of axes of a figure, over a stored dataset."));
  form.claim = form_of(evaluation::claim_schema(),
                       "What should come out: an entry of `expect` in a spec, judged by `engram check`.");
  return form;
}

schema::DeclarationWords declaration_words() {
  return {spec::type_text, spec::default_text, spec::kind_words, spec::kind_plural};
}

}  // namespace engram::study
