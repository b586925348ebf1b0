"""Sets this checkout up and runs an errand in it: `python3 run.py demo`, `python3 run.py test` and so on.

Standard library only. The environment lies in `.venv` beside this file, at the versions of `constraints.txt`; it is made
by uv where uv is on PATH, else by venv and pip. A mark in `.venv` remembers what was installed, so that a second run
adds nothing, and that an installation has begun, so that an interrupted one is made anew. Nothing here needs more than
Python 3.6 to be read, so that an old Python can say that it is too old.
"""

import ast
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENV = HERE / ".venv"
SCRIPTS = ENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
MARK = ENV / "repatria-installed"
PEERS = ENV / "repatria-peers"
FLOOR = (3, 11)
BEGUN = "installation begun\n"
SIDE_BY_SIDE = [
    "-n",
    "auto",
    "--maxprocesses",
    "8",
    "--dist",
    "loadfile",
    "--no-loadscope-reorder",
]  # the tests of a file share what it sets up
DOCS = ["-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", "docs/_build/html"]

ERRANDS = {
    "demo": "the main job on invented people: two lists to a settled account (--out DIR, --seed N)",
    "test": "the tests",
    "check": "style, types, floors and the docs build",
    "verify": "the tests with their long forms",
    "bench": "the benchmarks, or the named ones (bench replay); bench --list says which there are",
    "docs": "the documentation, into docs/_build/html",
    "strings": "what pages say, gathered from the code into the catalogues of translations, and compiled",
    "serve": "the desk in a browser, on the demo's invented people, at http://localhost:8443/demo/",
}


class Refused(Exception):
    """What stands in the way, and what to do."""


def check_python(version: "tuple[int, ...]") -> None:
    """Raises `Refused` where this Python is too old."""
    if version < FLOOR:
        raise Refused(f"Python {version[0]}.{version[1]} is too old: call run.py with Python 3.11 or newer.")


def check_ensurepip(*, found: bool, version: "tuple[int, ...]") -> None:
    """Raises `Refused` where venv could not put pip into a new environment."""
    if not found:
        package = f"python{version[0]}.{version[1]}-venv"
        raise Refused(
            "This Python cannot make an environment: ensurepip is missing. Install it, then run this again:\n"
            f"  Debian, Ubuntu:  apt-get install {package}\n"
            "  Fedora, RHEL:    dnf install python3-pip\n"
            "  anywhere:        put uv on PATH"
        )


def place() -> str:
    """Returns what an environment cannot survive a change of: this folder and this Python."""
    return f"{HERE} {sys.version}".replace("\n", " ")


def fingerprint(files: "list[Path]", *, at: str) -> str:
    """Returns the text of the mark: the place on the first line, a digest of the files on the second."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return f"{at}\n{digest.hexdigest()}\n"


def must_be_new(mark: "str | None", *, at: str, python_exists: bool) -> bool:
    """Whether the environment is made from nothing: missing, half installed, moved, or of another Python.

    An environment without a mark is somebody's own; it is filled, not cleared.
    """
    return not python_exists or (mark is not None and mark.split("\n")[0] != at)


def prepare() -> None:
    """Makes the environment or brings it up to date; returns at once where the mark says that nothing changed."""
    wanted = fingerprint([HERE / "pyproject.toml", HERE / "constraints.txt"], at=place())
    mark = MARK.read_text("utf-8") if MARK.exists() else None
    if mark == wanted and PYTHON.exists():
        return
    uv = shutil.which("uv")
    if not uv:
        check_ensurepip(found=importlib.util.find_spec("ensurepip") is not None, version=sys.version_info[:2])
    print("Setting up .venv with the versions of constraints.txt (once) ...", file=sys.stderr, flush=True)
    if must_be_new(mark, at=place(), python_exists=PYTHON.exists()):
        shutil.rmtree(ENV, ignore_errors=True)
        ENV.mkdir(exist_ok=True)
        MARK.write_text(BEGUN, "utf-8")
        base = getattr(sys, "_base_executable", sys.executable)  # not the interpreter inside .venv
        uv_venv = [uv or "", "venv", "--quiet", "--allow-existing", "--python", base, str(ENV)]
        set_up(uv_venv if uv else [base, "-m", "venv", str(ENV)])
    elif mark is not None:
        MARK.write_text(BEGUN, "utf-8")
    install("dev")
    MARK.write_text(wanted, "utf-8")


def install(extra: str) -> None:
    """Installs this checkout with one of its extras, at the versions of `constraints.txt`."""
    uv = shutil.which("uv")
    pip = [uv, "pip", "install", "-q", "--python", str(PYTHON)] if uv else [str(PYTHON), "-m", "pip", "install", "-qq"]
    set_up([*pip, "--constraint", "constraints.txt", "--editable", f".[{extra}]"])


def add_peers() -> None:
    """Adds the programs that benchmarks compare with; where that fails, says so: the others can be run all the same."""
    wanted = fingerprint([HERE / "pyproject.toml", HERE / "constraints.txt"], at=place())
    if PEERS.exists() and PEERS.read_text("utf-8") == wanted:
        return
    print("Adding the programs that benchmarks compare with (once) ...", file=sys.stderr, flush=True)
    try:
        install("peers")
        PEERS.write_text(wanted, "utf-8")
    except Refused as refusal:
        print(f"{refusal}\nWhat compares with them cannot be run now.", file=sys.stderr)


def set_up(command: "list[str]") -> None:
    """Runs one step of the installation, its output on standard error; raises `Refused` where it fails."""
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_PYTHON_DOWNLOADS": "never"}
    if subprocess.run(command, cwd=HERE, env={**os.environ, **quiet}, stdout=sys.stderr, check=False).returncode:
        raise Refused("The installation failed; its own words are above. Running this again starts it anew.")


def run(command: "list[str]", **extra: str) -> int:
    """Runs a command of the environment and returns its exit status."""
    path = os.pathsep.join([str(SCRIPTS), os.environ.get("PATH", "")])
    return subprocess.run(command, env={**os.environ, "PATH": path, **extra}, check=False).returncode


def check() -> int:
    """Runs every check, says which are red, and returns 1 where one is."""
    lint_imports = shutil.which("lint-imports", path=str(SCRIPTS)) or "lint-imports"
    steps = {
        "ruff check": [str(PYTHON), "-m", "ruff", "check", "--quiet"],
        "ruff format": [str(PYTHON), "-m", "ruff", "format", "--check", "--quiet"],
        "mypy --strict": [str(PYTHON), "-m", "mypy", "--no-error-summary"],
        "lint-imports": [lint_imports, "--no-logo"],
        "docs": [str(PYTHON), *DOCS],
    }
    red = []
    for name, command in steps.items():
        print(f"== {name}", flush=True)
        if run(command):
            red.append(name)
    print(f"red: {', '.join(red)}" if red else "all checks passed", flush=True)
    return 1 if red else 0


def benchmarks() -> "dict[str, Path]":
    """Returns the benchmarks by name."""
    return {file.stem: file for file in sorted((HERE / "benchmarks").glob("*.py"))}


def list_benchmarks() -> int:
    """Prints what each benchmark measures."""
    for name, file in benchmarks().items():
        measures = (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").split("\n")[0]
        print(f"{name:16}{measures}")
    return 0


def bench(arguments: "list[str]") -> int:
    """Runs the benchmarks named first among the arguments, or all; the rest is passed on to them."""
    known = benchmarks()
    named = [argument for argument in arguments if argument in known]
    rest = [argument for argument in arguments if argument not in known]
    return max((run([str(PYTHON), str(known[name]), *rest]) for name in named or known), default=0)


def do(errand: str, arguments: "list[str]") -> int:
    """Runs an errand in a ready environment and returns its exit status."""
    repatria = shutil.which("repatria", path=str(SCRIPTS)) or "repatria"
    if errand == "demo":
        return run([repatria, "demo", *arguments])
    if errand == "serve":
        return run([repatria, "serve", *([] if "--desk" in arguments else ["--demo"]), *arguments])
    os.chdir(HERE)
    if errand == "check":
        return check()
    if errand == "bench":
        add_peers()
        return bench(arguments)
    if errand == "docs":
        return run([str(PYTHON), *DOCS, *arguments])
    if errand == "strings":
        return run([str(PYTHON), "-m", "repatria.web.catalogues"])
    if errand == "verify":
        return run([str(PYTHON), "-m", "pytest", "--timeout=3600", *arguments], REPATRIA_LONG="1")
    return run([str(PYTHON), "-m", "pytest", *(arguments or SIDE_BY_SIDE)])


def main(arguments: "list[str]") -> int:
    """Runs the errand named first and returns its exit status; 2 where it cannot be understood or done."""
    if not arguments or arguments[0] not in ERRANDS:
        wanted_help = arguments[:1] in (["-h"], ["--help"])
        lines = [f"  {name:8}{text}" for name, text in ERRANDS.items()]
        print("python3 run.py ERRAND [ARGUMENTS]", *lines, sep="\n", file=sys.stdout if wanted_help else sys.stderr)
        return 0 if wanted_help else 2
    try:
        check_python(sys.version_info[:2])
        if arguments == ["bench", "--list"]:
            return list_benchmarks()
        prepare()
        return do(arguments[0], arguments[1:])
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
