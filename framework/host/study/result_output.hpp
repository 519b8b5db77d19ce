// Passes the records of one experiment to their file.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "run/run.hpp"

namespace engram::study {

/// The recorders of a result file or of a journal, and a monitor for each piece of work.
class ResultOutput : public run::Output {
 public:
  using Groups = std::function<Recorder&(const std::string& path)>;
  using Begin = std::function<Monitor&(const std::string& work)>;

  ResultOutput(Groups groups, Begin begin) : groups_(std::move(groups)), begin_(std::move(begin)) {}

  Recorder& group(const std::string& path) override { return groups_(path); }
  Monitor& begin(const std::string& work) override { return begin_(work); }

 private:
  Groups groups_;
  Begin begin_;
};

}  // namespace engram::study
