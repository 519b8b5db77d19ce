#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/completion.hpp"
#include "app/options.hpp"
#include "app/program.hpp"

namespace engram::app {

namespace {

// Each script asks the program itself for candidates.
constexpr std::string_view bash_script = R"(# engram: completion for bash
_engram() {
  # The words as they are typed, without their quotes: bash itself would break them at '=' and ':'.
  local line=${COMP_LINE:0:COMP_POINT} words=() word= quote= c i
  for ((i = 0; i < ${#line}; i++)); do
    c=${line:i:1}
    if [[ -n $quote ]]; then
      if [[ $c == "$quote" ]]; then quote=; else word+=$c; fi
    elif [[ $c == "'" || $c == '"' ]]; then
      quote=$c
    elif [[ $c == \\ ]]; then
      i=$((i + 1))
      word+=${line:i:1}
    elif [[ $c == [[:space:]] ]]; then
      [[ -n $word ]] && words+=("$word")
      word=
    else
      word+=$c
    fi
  done
  COMPREPLY=()
  # Within quotes bash completes names of files by itself.
  [[ -n $quote ]] && return
  mapfile -t COMPREPLY < <(engram complete -- "${words[@]:1}" "$word" 2> /dev/null)
  [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=/] ]] && compopt -o nospace
  # Bash replaces only what follows the last one of its breaks.
  local prefix=
  [[ $COMP_WORDBREAKS == *[=:]* ]] && prefix=${word%"${word##*[=:]}"}
  for i in "${!COMPREPLY[@]}"; do
    c=${COMPREPLY[i]#"$prefix"}
    [[ -n $c ]] && printf -v 'COMPREPLY[i]' %q "$c"
  done
}
complete -o default -F _engram engram
)";
constexpr std::string_view zsh_script = R"(#compdef engram
# engram: completion for zsh
_engram() {
  local -a candidates
  candidates=("${(@f)$(engram complete -- "${(@)words[2,CURRENT]}" 2> /dev/null)}")
  candidates=(${candidates:#})
  if (( ${#candidates} )); then
    compadd -S '' -- "${(@)candidates:#*[^=/]}"
    compadd -- "${(@)candidates:#*[=/]}"
  else
    _files
  fi
}
# A shell that finds this file by itself calls it to complete; one that reads it is told of it.
if [[ $funcstack[1] == _engram ]]; then
  _engram "$@"
else
  compdef _engram engram
fi
)";
constexpr std::string_view fish_script = R"(# engram: completion for fish
function __engram_complete
    set -l words (commandline -opc) (commandline -ct)
    engram complete -- $words[2..] 2>/dev/null
end
complete -c engram -a '(__engram_complete)'
)";

}  // namespace

int completion_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram completion bash|zsh|fish";
  usage.paragraph =
      "Prints a script that makes a shell complete commands, options, plugins, files, and dotted paths of the "
      "current\n"
      "spec after --set.";
  usage.positional = "SHELL";
  usage.examples = {"source <(engram completion bash)", "engram completion zsh > ~/.zfunc/_engram",
                    "engram completion fish > ~/.config/fish/completions/engram.fish"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const std::string shell = (*values)["SHELL"].as<std::string>();
  for (const auto& [name, script] :
       {std::pair{"bash", bash_script}, std::pair{"zsh", zsh_script}, std::pair{"fish", fish_script}}) {
    if (shell == name) {
      app::print("{}", script);
      return exit_done;
    }
  }
  throw RequestError(refusal(fmt::format("there is no completion for '{}'", shell),
                             did_you_mean(shell, {"bash", "fish", "zsh"}), "shells: bash, fish, zsh"));
}

int complete_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = arguments;
  if (!words.empty() && words.front() == "--") {
    words.erase(words.begin());
  }
  for (const std::string& candidate : completions(words)) {
    app::print("{}\n", candidate);
  }
  return exit_done;
}

}  // namespace engram::app
