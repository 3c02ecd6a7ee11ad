"""What the machine is, and what is on it."""

import os
import platform
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path


def output_of(command):
    """The first line that a command prints, or nothing."""
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    return (result.stdout.strip().splitlines() or [""])[0]


def line_of(path, pattern):
    try:
        found = re.search(pattern, Path(path).read_text(), re.M)
    except OSError:
        found = None
    return found.group(1).strip().strip('"') if found else ""


def description():
    """Facts about the machine, for reports. No name, no address."""
    flags = line_of("/proc/cpuinfo", r"^flags\s*:(.*)$").split()
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "cpu": line_of("/proc/cpuinfo", r"^model name\s*:(.*)$") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "vector": next((name for name in ("avx512bw", "avx2", "sse4_2") if name in flags), platform.machine()),
        "memory": int(line_of("/proc/meminfo", r"^MemTotal:\s*(\d+)") or 0) * 1024,
        "virtual": "hypervisor" in flags,
        "system": line_of("/etc/os-release", r"^PRETTY_NAME=(.*)$"),
        # What follows the version is the name of somebody's build.
        "kernel": ".".join(platform.release().split(".")[:2]),
        "swift": output_of("swift --version 2>/dev/null | grep -o 'Swift version [0-9.]*'"),
        "load": os.getloadavg()[0],
    }


def available_memory():
    return int(line_of("/proc/meminfo", r"^MemAvailable:\s*(\d+)") or 0) * 1024


def free_space(directory):
    try:
        state = os.statvfs(directory)
    except OSError:
        return 0
    return state.f_bavail * state.f_frsize


def room(size, fallback, memory_besides=2_000_000_000):
    """Where `size` bytes of files have room: a RAM disk, else `fallback`, else None. Files on a RAM disk
    are memory, and what is measured needs some besides."""
    ram = Path("/dev/shm")
    if free_space(ram) > size and available_memory() > size + memory_besides and os.access(ram, os.W_OK):
        return ram
    return fallback if free_space(fallback) > size * 1.1 else None
