#!/bin/bash
# slurm.sh PROGRAM PLUGINS: submits a sweep to a Slurm of one node that it starts itself; exit code 77 if that is
# impossible.
set -euo pipefail
program=$1
plugins=$2

skip() {
  echo "skipped: $1"
  exit 77
}
[[ $(id -u) == 0 ]] || skip "a Slurm for the test is started as root"
for tool in munged slurmctld slurmd sbatch squeue; do
  command -v $tool > /dev/null || skip "needs $tool"
done

folder=$(mktemp -d)
chmod 700 "$folder"
clean() {
  for name in slurmd slurmctld munged; do
    [[ -f $folder/run/$name.pid ]] && kill "$(< "$folder/run/$name.pid")" 2> /dev/null || true
  done
  sleep 1
  rm -rf "$folder" 2> /dev/null || true
}
trap clean EXIT
cd "$folder"
mkdir state spool run munge study
chmod 700 munge
head -c 1024 /dev/urandom > munge/munge.key
chmod 400 munge/munge.key
host=$(hostname -s)
port=$((20000 + RANDOM % 10000))
cat > slurm.conf << END
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CryptoType=crypto/munge
AuthInfo=socket=$folder/munge/munge.socket
SlurmctldPort=$port
SlurmdPort=$((port + 1))
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/run/slurmctld.pid
SlurmdPidFile=$folder/run/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
KillWait=1
OverTimeLimit=0
SlurmdParameters=config_overrides
NodeName=$host NodeAddr=127.0.0.1 CPUs=3 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
munged --force --key-file="$folder/munge/munge.key" --socket="$folder/munge/munge.socket" \
  --pid-file="$folder/run/munged.pid" --log-file="$folder/munge/munged.log" --seed-file="$folder/munge/seed" ||
  skip "munged does not start here"
export SLURM_CONF=$folder/slurm.conf
slurmctld -c || skip "slurmctld does not start here"
slurmd || skip "slurmd does not start here"
for ((i = 0; i < 50; ++i)); do
  sinfo --noheader --format=%T 2> /dev/null | grep -q idle && break
  sleep 0.2
done
sinfo --noheader --format=%T | grep -q idle || skip "the node of this Slurm does not come up"

cd study
cat > s.yaml << 'END'
seed: 1
patterns: {plugin: binary, count: 1, size: 4}
model: {plugin: hopfield, units: 4}
learning: {plugin: hebbian}
analyses: [{plugin: misbehaves, pause: 300 ms}]
sweep: {seed: {from: 1, to: 12}}
END
fail() {
  echo "failed: $1"
  cat ./*.cells/jobs/*/*.log 2> /dev/null || true
  exit 1
}
# finish NAME: waits until Slurm has no job of a study left.
finish() {
  for ((i = 0; i < 600; ++i)); do
    [[ -z $(squeue --noheader --name="engram-$1,engram-$1-merge") ]] && return
    sleep 0.2
  done
  fail "jobs of $1 do not end"
}
engram() {
  "$program" "$@" --plugin-path "$plugins"
}

echo "a job that will exceed its time"
# Slurm counts limits in minutes and checks them twice a minute, so the test sets the end itself below; this job runs
# beside the others without disturbing them.
sed 's/300 ms/5 s/; s/to: 12/to: 60/' s.yaml > long.yaml
engram submit long.yaml --slurm --tasks 1 --sbatch=--mem=100 --sbatch=--time=0:00:02 --merge-sbatch=--mem=100
[[ $(squeue --noheader --name=engram-long) ]] || fail "submitting does not return at once"
for ((i = 0; i < 300; ++i)); do
  [[ $(squeue --noheader --name=engram-long --states=RUNNING) ]] && break
  sleep 0.1
done
scontrol update JobId="$(squeue --noheader --name=engram-long --format=%A | head -n 1)" EndTime=now+5 ||
  fail "the end of the job cannot be set"

echo "a sweep from beginning to end"
engram submit s.yaml --slurm --tasks 4 --sbatch=--mem=100 --merge-sbatch=--mem=100
(engram status s.yaml || true) | grep 'Slurm job' || fail "status does not know the jobs"
finish s
[[ -f s.h5 && ! -e s.cells ]] || fail "there is no merged result"
engram run s.yaml -o local.h5 -q
"$program" diff s.h5 local.h5 || fail "Slurm's result differs from a local one"
"$program" diff s.h5 local.h5 --provenance --all | grep -v 'spec/original' > differences || true
! "$program" diff s.h5 local.h5 --provenance --all | grep 'spec/original' || fail "the spec as written was not kept"

echo "a task that is killed"
engram submit s.yaml --slurm --tasks 3 -o killed.h5 --sbatch=--mem=100 --merge-sbatch=--mem=100
sleep 1
id=$(squeue --noheader --states=RUNNING --format=%A --name=engram-killed | sort -n | head -n 1)
scancel --signal=KILL --full "$id" || true
scancel "$(squeue --noheader --states=PENDING --format=%A --name=engram-killed | head -n 1)" 2> /dev/null || true
finish killed
[[ ! -e killed.h5 ]] || fail "a result appeared though cells are missing"
engram status s.yaml -o killed.h5 | tee status || true
grep -q ' [1-9][0-9]* missing' status || fail "status does not tell what is missing"
grep -Eq 'cells (is|are) missing' killed.cells/jobs/1/merge.log || fail "merging did not say what is missing"
engram submit s.yaml --slurm --tasks 3 -o killed.h5 --resume --sbatch=--mem=100 --merge-sbatch=--mem=100
finish killed
"$program" diff killed.h5 local.h5 || fail "what was submitted again differs"

echo "the job that exceeds its time"
finish long
[[ ! -e long.h5 ]] || fail "a result appeared though the time was over"
engram status long.yaml | tee status || true
grep -q '60 cells: ' status || fail "status does not tell"
grep -q ' [1-9][0-9]* missing' status || fail "no cell is missing though the time was over"
grep -qi 'time limit' long.cells/jobs/1/*.log || fail "the time limit was not what ended the task"
echo "passed"
