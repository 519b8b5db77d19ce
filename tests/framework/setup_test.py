"""setup_test.py SETUP_SH: setup.sh, and its use by reproduce.sh, on imitated systems: a folder with
/etc/os-release, and a PATH on which dpkg-query, apt-get, id, sudo and cmake log their arguments. Nothing is
installed."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SETUP = Path(sys.argv.pop(1)).resolve()
DEBIAN_12 = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'
DEBIAN_13 = 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\nVERSION_ID="13"\n'
UBUNTU_22 = 'PRETTY_NAME="Ubuntu 22.04.5 LTS"\nID=ubuntu\nVERSION_ID="22.04"\n'
UBUNTU_24 = 'PRETTY_NAME="Ubuntu 24.04.2 LTS"\nID=ubuntu\nVERSION_ID="24.04"\n'
FEDORA = 'PRETTY_NAME="Fedora Linux 42"\nID=fedora\nVERSION_ID=42\n'

BUILD = ["cmake --preset release", "cmake --build --preset release"]
PROGRAM = ["g++", "git", "make", "libhdf5-dev", "libpango1.0-dev", "fonts-dejavu-core"]
TESTS = ["catch2", "file", "python3-h5py", "dpkg-dev"]
HEAVY = ["slurm-wlm", "munge", "chromium", "zsh", "fish", "clang", "clang-tidy", "clang-format", "libclang-rt-dev",
         "python3-clang", "gcovr"]

STUBS = {
    # The packages of dpkg's database are in the file 'installed', each with the wish and the status if they are not
    # 'install' and 'installed'; a lone * means all packages.
    "dpkg-query": 'format=\nfor name; do\n'
                  '  case $name in --showformat=*) format=$name ;; esac\n'
                  '  while read -r there wish status; do\n'
                  '    case $there in "*" | "$name") ;; *) continue ;; esac\n'
                  '    case $format in\n'
                  '      *"{db:Status-Status}"*) echo "$name=${status:-installed}" ;;\n'
                  '      *"{Status}"*) echo "$name=${wish:-install} ok ${status:-installed}" ;;\n'
                  '    esac\n'
                  '  done <"$WORLD/installed"\ndone\n',
    "apt-get": 'policy=none\n'
               'if [ -x "$DPKG_ROOT/usr/sbin/policy-rc.d" ]; then\n'
               '  policy=0; "$DPKG_ROOT/usr/sbin/policy-rc.d" munge start || policy=$?\nfi\n'
               'echo "apt-get $* [policy $policy]" >>"$WORLD/calls"\n'
               'if [ "$1" = install ] && [ -e "$WORLD/apt_fails" ]; then\n'
               '  echo "E: Unable to locate package" >&2; exit 100\nfi\n',
    "id": 'cat "$WORLD/user"\n',
    "cmake": 'echo "cmake $*" >>"$WORLD/calls"\n',
    "update-rc.d": 'echo "update-rc.d $*" >>"$WORLD/calls"\n[ ! -e "$WORLD/$1_stays" ]\n',
    "sudo": 'echo "sudo" >>"$WORLD/calls"\nexec "$@"\n',
}
TOOLS = ("bash", "sh", "sed", "tr", "cat", "grep", "rm", "mkdir", "chmod", "dirname")


class SetupTest(unittest.TestCase):
    def setUp(self):
        self.world = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.world)
        self.bin = self.world / "bin"
        for folder in ("bin", "root/etc", "engram/framework", "engram/experiments"):
            (self.world / folder).mkdir(parents=True)
        shutil.copy(SETUP, self.world / "engram/framework")
        shutil.copy(SETUP.parents[1] / "experiments/reproduce.sh", self.world / "engram/experiments")
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool, path="/usr/bin:/bin"))
        self.policy = self.world / "root/usr/sbin/policy-rc.d"
        self.system(DEBIAN_12)

    def system(self, os_release, user=0, installed=(), without=("sudo",)):
        (self.world / "root/etc/os-release").write_text(os_release)
        (self.world / "user").write_text(f"{user}\n")
        (self.world / "installed").write_text("".join(f"{name}\n" for name in installed))
        for name, script in STUBS.items():
            (self.bin / name).unlink(missing_ok=True)
            if name not in without:
                (self.bin / name).write_text("#!/bin/sh\n" + script)
                (self.bin / name).chmod(0o755)

    def setup_sh(self, *options, script="framework/setup.sh"):
        """Exit code, both streams and the calls of the stubs."""
        calls = self.world / "calls"
        calls.write_text("")
        done = subprocess.run(["bash", self.world / "engram" / script, *options], capture_output=True, text=True,
                              env={"PATH": str(self.bin), "WORLD": str(self.world),
                                   "DPKG_ROOT": str(self.world / "root")}, check=False)
        return done.returncode, done.stdout, done.stderr, calls.read_text().splitlines()

    def asked_for(self, calls):
        """The packages of the only command that installs."""
        lines = [line for line in calls if line.startswith("apt-get install ")]
        self.assertEqual(len(lines), 1, calls)
        words = lines[0].partition(" [")[0].split()[2:]
        self.assertIn("--no-install-recommends", words)
        return [word for word in words if not word.startswith("--")]

    def assert_packages(self, options, has, lacks):
        code, out, error, calls = self.setup_sh(*options)
        self.assertEqual((code, error), (0, ""), out)
        asked = self.asked_for(calls)
        self.assertEqual([name for name in has if name not in asked], [])
        self.assertEqual([name for name in lacks if name in asked], [])
        self.assertIn(f"setup.sh: installing {' '.join(asked)}\n", out)
        return calls

    def test_package_sets(self):
        for system in (DEBIAN_12, DEBIAN_13, UBUNTU_22, UBUNTU_24):
            with self.subTest(system):
                self.system(system)
                self.assertEqual(self.assert_packages([], PROGRAM, TESTS + HEAVY)[-2:], BUILD)
                self.assert_packages(["--tests"], PROGRAM + TESTS, HEAVY)
                heavy = [name for name in HEAVY if name != "chromium" or system in (DEBIAN_12, DEBIAN_13)]
                self.assert_packages(["--all"], PROGRAM + TESTS + heavy, set(HEAVY) - set(heavy))
                calls = self.assert_packages(["--tests", "--no-build"], PROGRAM + TESTS, HEAVY)
                self.assertEqual([call for call in calls if call.startswith("cmake")], [])

    def test_only_what_is_missing(self):
        self.system(DEBIAN_13, installed=["git", "g++"])
        self.assert_packages([], ["cmake"], ["git", "g++"])

    def test_a_package_on_hold_is_installed_and_one_that_was_removed_is_not(self):
        self.system(DEBIAN_12, installed=["git hold", "g++ deinstall config-files"])
        self.assert_packages([], ["cmake", "g++"], ["git"])

    def test_all_holds_in_any_order(self):
        for options in (["--all", "--tests"], ["--tests", "--all"]):
            with self.subTest(options):
                self.assert_packages(options, PROGRAM + TESTS + HEAVY, [])

    def test_everything_is_there(self):
        for user, system in ((0, DEBIAN_12), (1000, DEBIAN_13), (1000, FEDORA)):
            self.system(system, user=user, installed="*")
            code, out, error, calls = self.setup_sh()
            self.assertEqual((code, error, calls), (0, "", BUILD))
            self.assertRegex(out, r"\Asetup\.sh: all \d+ packages are installed\nsetup\.sh: building\n"
                                  r"setup\.sh: done: .*/build/release/bin/engram\n\Z")

    def test_another_user_with_sudo(self):
        self.system(DEBIAN_12, user=1000, without=())
        calls = self.assert_packages([], PROGRAM, TESTS)
        self.assertEqual(calls[0], "sudo")

    def test_another_user_without_sudo(self):
        self.system(DEBIAN_12, user=1000, installed=["git"])
        code, out, error, calls = self.setup_sh("--tests")
        self.assertEqual((code, out, calls), (2, "", []))
        words, line = error.splitlines()
        self.assertRegex(words, r"^setup\.sh: (\d+) of \d+ packages are missing, and installing them needs root or sudo\. "
                                r"Run this line as root, then setup\.sh again:$")
        self.assertTrue(line.startswith("apt-get install --no-install-recommends g++ cmake "), line)
        self.assertEqual(words.split()[1], str(len(line.split()) - 3))

    def test_system_that_is_not_known(self):
        unstable = 'PRETTY_NAME="Debian GNU/Linux forky/sid"\nID=debian\n'
        only = ("setup.sh installs packages on Debian 12 and 13 and on Ubuntu 22.04 and 24.04 only.\n"
                "Install what Debian calls\n    g++ cmake ")
        build = "\nand build with\n    cmake --preset release\n    cmake --build --preset release\n"
        for reason, system, without in (
                ("this system is 'Debian GNU/Linux forky/sid'", unstable, ()),
                ("this system is 'Fedora Linux 42'", FEDORA, ()),
                ("this system has no apt-get", FEDORA, ("apt-get",)),
                ("this system has no apt-get", FEDORA, ("dpkg-query",))):
            with self.subTest(reason):
                self.system(system, without=without)
                code, out, error, calls = self.setup_sh()
                self.assertEqual((code, out, calls), (2, "", []))
                self.assertTrue(error.startswith(f"setup.sh: {reason}; {only}"), error)
                self.assertTrue(error.endswith(build), error)

    def test_unknown_option(self):
        code, out, error, calls = self.setup_sh("--test")
        self.assertEqual((code, out, calls), (2, "", []))
        self.assertEqual(error, "setup.sh: unknown option '--test'; there are --tests, --all and --no-build\n")

    def test_installing_fails(self):
        (self.world / "apt_fails").touch()
        code, _, error, calls = self.setup_sh()
        self.assertEqual(code, 1)
        self.assertEqual(error, "E: Unable to locate package\n"
                                "setup.sh: installing failed, for the reason above; nothing was built\n")
        self.assertEqual([call for call in calls if call.startswith("cmake")], [])
        self.assertFalse(self.policy.exists())

    def test_no_service_is_started(self):
        calls = self.assert_packages(["--all"], HEAVY, [])
        self.assertEqual([call.partition("[")[2] for call in calls if call.startswith("apt-get")], ["policy 101]"] * 2)
        self.assertFalse(self.policy.exists())
        for service in ("munge", "slurmctld", "slurmd"):
            self.assertIn(f"update-rc.d {service} disable", calls)

    def test_a_service_that_cannot_be_disabled(self):
        (self.world / "slurmd_stays").touch()
        code, _, error, _ = self.setup_sh("--all", "--no-build")
        self.assertEqual(code, 0)
        self.assertEqual(error, "setup.sh: service 'slurmd' will start at the next boot; 'systemctl disable slurmd' forbids "
                                "it\n")

    def test_services_that_were_there_stay(self):
        self.system(DEBIAN_12, installed=["munge"])
        calls = self.assert_packages(["--all"], ["slurm-wlm"], ["munge"])
        self.assertIn("update-rc.d slurmd disable", calls)
        self.assertNotIn("update-rc.d munge disable", calls)
        self.system(DEBIAN_12)
        calls = self.assert_packages(["--tests"], TESTS, HEAVY)
        self.assertEqual([call for call in calls if "disable" in call], [])

    def test_a_policy_that_is_there_stays(self):
        self.policy.parent.mkdir(parents=True)
        self.policy.write_text("#!/bin/sh\nexit 104\n")
        self.policy.chmod(0o755)
        calls = self.assert_packages([], PROGRAM, [])
        self.assertTrue(all(call.endswith("[policy 104]") for call in calls if call.startswith("apt-get")), calls)
        self.assertEqual(self.policy.read_text(), "#!/bin/sh\nexit 104\n")

    def test_reproduce_without_setup(self):
        home = self.world / "engram"
        for arguments in (["--no-setup"], ["--no-setup", "results"], ["results", "--no-setup"]):
            with self.subTest(arguments):
                code, out, error, calls = self.setup_sh(*arguments, script="experiments/reproduce.sh")
                self.assertEqual((code, out, calls), (2, "", []))
                self.assertEqual(error, f"reproduce.sh: there is no program {home}/build/release/bin/engram; build it "
                                        f"with 'cmake --preset release && cmake --build --preset release' in {home}\n")

    def test_reproduce_stops_where_nothing_can_be_installed(self):
        self.system(FEDORA, without=("apt-get",))
        code, out, error, calls = self.setup_sh(script="experiments/reproduce.sh")
        self.assertEqual((code, out, calls), (2, "", []))
        self.assertTrue(error.startswith("setup.sh: this system has no apt-get; "), error)

    def test_reproduce_with_unknown_arguments(self):
        for arguments in (["--no-setups"], ["a", "b"], ["--no-setup", "a", "b"], ["a", "--no-setup", "b"]):
            code, out, error, calls = self.setup_sh(*arguments, script="experiments/reproduce.sh")
            self.assertEqual((code, out, calls), (2, "", []))
            rest = " ".join(word for word in arguments if word != "--no-setup")
            self.assertEqual(error, f"reproduce.sh: unknown arguments '{rest}'; there are --no-setup and one folder\n")


if __name__ == "__main__":
    unittest.main()
