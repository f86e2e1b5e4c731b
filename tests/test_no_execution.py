"""Nothing from outside is ever executed: no source of the three packages can do so, and what may load code is listed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import domains
import encoders
import planner

ROOTS = [Path(package.__file__).parent for package in (planner, domains, encoders)]
SOURCES = sorted([path for root in ROOTS for path in root.rglob("*.py")])

FORBIDDEN_CALLS = frozenset(
    ("eval", "exec", "compile", "execfile", "__import__", "breakpoint", "globals", "locals", "vars")
)
FORBIDDEN_MODULES = frozenset((
    "pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "code", "codeop", "runpy", "pty", "imp",
    "commands", "pdb", "xmlrpc", "xml", "telnetlib", "jinja2", "mako",
))  # fmt: skip
FORBIDDEN_ATTRIBUTES = {
    "os": frozenset((
        "system", "popen", "execv", "execve", "execvp", "execvpe", "execl", "execle", "execlp", "execlpe", "spawnl", "spawnle",
        "spawnlp", "spawnv", "spawnve", "spawnvp", "posix_spawn", "posix_spawnp", "startfile", "fork", "forkpty",
    )),
    "subprocess": frozenset(("getoutput", "getstatusoutput", "call", "check_call", "check_output", "run")),
    "builtins": FORBIDDEN_CALLS,
    "sys": frozenset(("settrace", "setprofile")),
    "numpy": frozenset(("load",)),
    "yaml": frozenset((
        "load_all", "full_load", "unsafe_load", "full_load_all", "unsafe_load_all", "Loader", "FullLoader", "UnsafeLoader",
        "CLoader", "CFullLoader", "CUnsafeLoader",
    )),
}  # fmt: skip
METHODS = frozenset(("eval", "read_pickle", "to_pickle", "import_string"))
"""Names that no object's method may have where it is called: pandas and others evaluate texts so."""

LOADS_CODE = {
    "planner/registry.py": "the built-in domains, whose names stand in this file, and installed entry points",
    "planner/doctor.py": "names of the packages that it examines",
    "planner/installation.py": "names of the packages that it examines",
    "encoders/engines/plugins.py": "installed entry points",
    "encoders/workers/child.py": "modules of ours and of the solvers, whose names stand in this file",
}
"""Where modules are loaded by a name, and whose names they are. A row, a reply or a request never gives one."""
STARTS_PROGRAMS = {
    "planner/batch/workers.py": "this interpreter with a module of ours, for a share of a batch",
    "encoders/workers/process.py": "this interpreter with a module of ours, for a session in a process of its own",
}
"""Where processes are started, and which; arguments come as a list and never through a shell."""
OWN_YAML = {
    "encoders/structured.py": "a SafeLoader that is stricter",
    "domains/travel/layouts/neutral_csv.py": "a SafeLoader with exact decimals",
    "domains/travel/exporters/request_fields.py": "BaseLoader, which makes texts, lists and mappings only",
}
"""Where `yaml.load` is called: with BaseLoader, or with a class made of SafeLoader in the same file."""
TEMPLATES = {
    "domains/jobshop/reader/wishes.py": "sentences of this file",
    "domains/open/families/story.py": "phrases of this folder",
    "domains/travel/problem/extra_words.py": "nouns of this file",
    "domains/workforce/reader/edits.py": "sentences of this file",
    "planner/scaffold/writing.py": "names of our own template files",
}
"""Where a text that is no constant is filled by `format`, and whose it is: one from outside could read "{0.__class__}"."""


def named(path):
    root = next(root for root in ROOTS if path.is_relative_to(root))
    return f"{root.name}/{path.relative_to(root).as_posix()}"


TREES = {named(path): ast.parse(path.read_text(encoding="utf-8"), filename=named(path)) for path in SOURCES}


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def dotted(node):
    """ "os.system" of the expression os.system, "" of others."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def imported(tree):
    """Every module that a source imports, and (module, name) pairs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for entry in node.names:
                yield entry.name, None
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for entry in node.names:
                yield node.module, entry.name


def aliases(tree):
    """What the modules are called that a source imports: {"sp": "subprocess"}."""
    return {
        (entry.asname or entry.name.partition(".")[0]): (entry.name if entry.asname else entry.name.partition(".")[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for entry in node.names
    }


def faults(tree):
    """What a source does that none may do."""
    for module, name in imported(tree):
        if module.partition(".")[0] in FORBIDDEN_MODULES:
            yield f"imports {module}"
        if name in FORBIDDEN_ATTRIBUTES.get(module, ()):
            yield f"imports {name} from {module}"
    known = aliases(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in FORBIDDEN_CALLS and isinstance(node.ctx, ast.Load):
            yield f"uses {node.id} (line {node.lineno})"
        if isinstance(node, ast.Attribute):
            module, _, name = dotted(node).rpartition(".")
            if name in FORBIDDEN_ATTRIBUTES.get(known.get(module, module), ()):
                yield f"uses {module}.{name} (line {node.lineno})"
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
                yield f"calls .{node.func.attr} (line {node.lineno})"
            for keyword in node.keywords:
                off = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
                if keyword.arg in ("shell", "allow_pickle") and not off:
                    yield f"passes {keyword.arg} (line {node.lineno})"


@pytest.mark.parametrize("package", [root.name for root in ROOTS])
def test_no_source_executes_what_it_is_given(package):
    own = {name: tree for name, tree in TREES.items() if name.startswith(f"{package}/")}
    assert own
    assert {name: found for name, tree in own.items() if (found := list(faults(tree)))} == {}


def test_code_is_loaded_by_name_only_where_it_says_so():
    found = {
        name
        for name, tree in TREES.items()
        for call in calls(tree)
        if dotted(call.func).endswith(("import_module", "spec_from_file_location", "exec_module"))
        or (
            isinstance(call.func, ast.Attribute)
            and call.func.attr == "load"
            and name.endswith(("registry.py", "plugins.py"))
        )
    }
    assert found == set(LOADS_CODE)


def test_programs_are_started_only_where_it_says_so_and_as_a_list():
    starting = {
        name: [call for call in calls(tree) if dotted(call.func) in ("subprocess.Popen", "Popen")]
        for name, tree in TREES.items()
    }
    starting = {name: found for name, found in starting.items() if found}
    assert set(starting) == set(STARTS_PROGRAMS)
    for found in starting.values():
        for call in found:
            command = call.args[0]
            assert isinstance(command, ast.List)
            assert dotted(command.elts[0]) == "sys.executable"


def test_yaml_is_read_safely():
    found = set()
    for name, tree in TREES.items():
        for call in calls(tree):
            if dotted(call.func) == "yaml.load":
                found.add(name)
                bases = [
                    dotted(base) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases
                ]
                loader = next(dotted(keyword.value) for keyword in call.keywords if keyword.arg == "Loader")
                assert loader == "yaml.BaseLoader" or "yaml.SafeLoader" in bases
    assert found == set(OWN_YAML)


def test_templates_are_our_own():
    found = set()
    for name, tree in TREES.items():
        for call in calls(tree):
            if isinstance(call.func, ast.Attribute) and call.func.attr in ("format", "format_map"):
                owner = call.func.value
                constant = isinstance(owner, ast.Name) and owner.id.strip("_").isupper()
                if not constant and not isinstance(owner, ast.Constant):
                    found.add(name)
    assert found == set(TEMPLATES)


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')", "f = exec", "import pickle", "from pickle import loads", "import os\nos.system('id')",
        "from os import popen",
        "import subprocess as sp\nsp.run('id')", "import subprocess\nsubprocess.Popen(['id'], shell=True)", "__import__('os')",
        "import yaml\nyaml.unsafe_load('')", "frame.eval('a')", "import builtins\nbuiltins.exec('')",
        "import yaml\nyaml.load(t, Loader=yaml.UnsafeLoader)",
    ],
)  # fmt: skip
def test_each_of_these_would_be_seen(source):
    assert list(faults(ast.parse(source)))
