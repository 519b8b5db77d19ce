"""Mutants of one C++ source: small changes of its text, found in clang's syntax tree.

Only code that runs is changed: bodies of functions that are neither templates nor constexpr, on operands of
built-in types, so that each mutant can be a branch of an expression (switched.py) and one build has all of them."""

import re
from dataclasses import dataclass

from clang import cindex
from clang.cindex import CursorKind as Kind
from clang.cindex import TypeKind

COMPARISONS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<"), ">=": (">", "<="), "==": ("!=",), "!=": ("==",)}
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*"}
LOGIC = {"&&": "||", "||": "&&"}
ASSIGNMENTS = {"+=": "-=", "-=": "+=", "*=": "/=", "/=": "*="}
LITERALS = {"0": "1", "1": "0", "0.0": "1.0", "1.0": "0.0", "true": "false", "false": "true"}
EXTREMES = {"min": "max", "max": "min", "fmin": "fmax", "fmax": "fmin", "minCoeff": "maxCoeff", "maxCoeff": "minCoeff"}

NUMBERS = {TypeKind.BOOL, TypeKind.CHAR_U, TypeKind.UCHAR, TypeKind.CHAR_S, TypeKind.SCHAR, TypeKind.USHORT, TypeKind.UINT,
           TypeKind.ULONG, TypeKind.ULONGLONG, TypeKind.SHORT, TypeKind.INT, TypeKind.LONG, TypeKind.LONGLONG, TypeKind.FLOAT,
           TypeKind.DOUBLE, TypeKind.LONGDOUBLE}
COMPARED = NUMBERS | {TypeKind.POINTER, TypeKind.ENUM}
# Code that is not evaluated at run time, or that is instantiated several times.
SKIPPED = {Kind.FUNCTION_TEMPLATE, Kind.CLASS_TEMPLATE, Kind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION, Kind.STATIC_ASSERT,
           Kind.ENUM_DECL, Kind.TYPE_ALIAS_DECL, Kind.TYPEDEF_DECL, Kind.CXX_UNARY_EXPR, Kind.TYPE_ALIAS_TEMPLATE_DECL}
BLOCKS = {Kind.COMPOUND_STMT, Kind.IF_STMT, Kind.FOR_STMT, Kind.WHILE_STMT, Kind.DO_STMT, Kind.CXX_FOR_RANGE_STMT,
          Kind.CASE_STMT, Kind.DEFAULT_STMT}


@dataclass(frozen=True)
class Mutant:
    """The bytes from `start` to `end` become `text`. Form is `value` for an expression of the same type,
    `statement` for one with an unused value, `condition` for one that is used as true or false."""

    start: int
    end: int
    text: bytes
    form: str
    line: int
    what: str


def parse(path, flags):
    """The syntax tree of a source or header, without the templates that it instantiates."""
    unit = cindex.Index.create().parse(str(path), args=["-x", "c++", *flags, "-w", "-ferror-limit=0"],
                                       options=cindex.TranslationUnit.PARSE_INCOMPLETE)
    if unit is None:
        raise ValueError(f"clang cannot read {path}")
    fatal = [str(each) for each in unit.diagnostics if each.severity == cindex.Diagnostic.Fatal]
    if fatal:
        raise ValueError(f"clang cannot read {path}: {fatal[0]}")
    return unit


def errors_of(path, flags):
    """The lines of a file in which clang finds an error."""
    return sorted({each.location.line for each in parse(path, flags).diagnostics
                   if each.severity >= cindex.Diagnostic.Error and each.location.file and each.location.file.name == str(path)})


def mutants_of(path, flags):
    """All mutants of a file, in the order of their places."""
    finder = _Finder(str(path), path.read_bytes())
    finder.visit(parse(path, flags).cursor, [], False)
    return sorted(set(finder.found), key=lambda mutant: (mutant.start, -mutant.end, mutant.text))


class _Finder:
    def __init__(self, path, source):
        self.path, self.source, self.found = path, source, []

    def text(self, cursor):
        return self.source[cursor.extent.start.offset:cursor.extent.end.offset]

    def visit(self, cursor, parents, running):
        """Looks at a node and everything below it; `running` says whether it is in a function's body."""
        for child in cursor.get_children():
            file = child.location.file or child.extent.start.file
            if (file is None or file.name != self.path) and child.kind != Kind.UNEXPOSED_EXPR:
                continue
            if child.kind in SKIPPED or self.is_constant(child):
                continue
            inside = running or (child.kind == Kind.COMPOUND_STMT)
            if inside:
                self.look(child, [*parents, cursor])
            if child.kind == Kind.CASE_STMT:
                self.visit_list(list(child.get_children())[1:], [*parents, cursor, child])
            elif child.kind == Kind.IF_STMT and re.match(rb"if\s+constexpr", self.text(child)):
                self.visit_list([part for part in child.get_children() if not part.kind.is_expression()],
                                [*parents, cursor, child])
            else:
                self.visit(child, [*parents, cursor], inside)

    def visit_list(self, nodes, parents):
        for node in nodes:
            self.look(node, parents)
            self.visit(node, parents, True)

    def is_constant(self, cursor):
        """Whether a declaration is only for the compiler."""
        if not cursor.kind.is_declaration():
            return False
        head = re.split(rb"[({=]", self.text(cursor), maxsplit=1)[0]
        return re.search(rb"\b(constexpr|consteval|constinit)\b", head) is not None

    def add(self, cursor, text, form, what):
        start, end = cursor.extent.start.offset, cursor.extent.end.offset
        if b"//" in text and b'"' in text:
            return
        # On one line, so that the places of other code do not change.
        text = re.sub(rb"\s*\n\s*", b" ", re.sub(rb"//[^\n]*", b"", text))
        if start < end and b"#" not in text:
            self.found.append(Mutant(start, end, text, form, cursor.extent.start.line, what))

    def look(self, cursor, parents):
        kind, children = cursor.kind, list(cursor.get_children())
        if kind == Kind.BINARY_OPERATOR and len(children) == 2:
            self.binary(cursor, *children, parents)
        elif kind == Kind.COMPOUND_ASSIGNMENT_OPERATOR and len(children) == 2:
            self.swap(cursor, *children, ASSIGNMENTS, "value")
        elif kind in (Kind.INTEGER_LITERAL, Kind.FLOATING_LITERAL, Kind.CXX_BOOL_LITERAL_EXPR):
            text = self.text(cursor).decode()
            if text in LITERALS:
                self.add(cursor, LITERALS[text].encode(), "value", f"{text} becomes {LITERALS[text]}")
        elif kind == Kind.CALL_EXPR:
            self.call(cursor, parents)
        if kind in (Kind.IF_STMT, Kind.WHILE_STMT, Kind.CONDITIONAL_OPERATOR) and children:
            self.condition(children[0])
        if kind == Kind.FOR_STMT:
            self.bound(children)

    def operator(self, cursor, left, right):
        """The operator between two operands, and its place."""
        start, end = left.extent.end.offset, right.extent.start.offset
        if not cursor.extent.start.offset <= left.extent.start.offset < start <= end:
            return None, 0
        between = self.source[start:end]
        name = between.strip().decode(errors="replace")
        return name, start + between.find(name.encode())

    def swap(self, cursor, left, right, table, form):
        name, place = self.operator(cursor, left, right)
        if name in table and _kind(left) in NUMBERS and _kind(right) in NUMBERS:
            self.replace(cursor, place, name, table[name], form)

    def replace(self, cursor, place, name, other, form="value"):
        start, end = cursor.extent.start.offset, cursor.extent.end.offset
        text = self.source[start:place] + other.encode() + self.source[place + len(name):end]
        self.add(cursor, text, form, f"{name} becomes {other}")

    def binary(self, cursor, left, right, _parents):
        name, place = self.operator(cursor, left, right)
        if name in COMPARISONS and _kind(left) in COMPARED and _kind(right) in COMPARED | {TypeKind.NULLPTR}:
            for other in COMPARISONS[name]:
                if TypeKind.NULLPTR not in (_kind(left), _kind(right)) or other in ("==", "!="):
                    self.replace(cursor, place, name, other)
        elif name in LOGIC:
            self.replace(cursor, place, name, LOGIC[name], "condition")
        else:
            self.swap(cursor, left, right, ARITHMETIC, "value")

    def condition(self, cursor):
        """A condition is negated, unless it is a comparison, which other mutants negate."""
        if not cursor.kind.is_expression():
            return
        inner = cursor
        while inner.kind in (Kind.UNEXPOSED_EXPR, Kind.PAREN_EXPR) and len(list(inner.get_children())) == 1:
            inner = next(inner.get_children())
        children = list(inner.get_children())
        if inner.kind == Kind.BINARY_OPERATOR and self.operator(inner, *children)[0] in COMPARISONS:
            return
        self.add(cursor, b"!(" + self.text(cursor) + b")", "condition", "the condition is negated")

    def bound(self, children):
        """A loop that ends one round early; `<` that becomes `<=` ends it one round late."""
        for cursor in children[:-1]:
            operands = list(cursor.get_children())
            if cursor.kind == Kind.BINARY_OPERATOR and len(operands) == 2:
                left, right = operands
                name, place = self.operator(cursor, left, right)
                if name in ("<", "<=") and _kind(left) in NUMBERS and _kind(right) in NUMBERS:
                    self.add(cursor, b"(" + self.text(left) + b") + 1 " + name.encode() + self.source[
                        place + len(name):cursor.extent.end.offset], "value", "the loop ends one round early")

    def call(self, cursor, parents):
        name = cursor.spelling
        if name in EXTREMES:
            self.extreme(cursor, name)
        parent = next((node for node in reversed(parents) if node.kind != Kind.UNEXPOSED_EXPR), None)
        if parent is not None and parent.kind in BLOCKS and not self.is_part(cursor, parent):
            if re.match(rb"[\w:.\->\[\]() ]*[\w>]\s*\(", self.text(cursor)):
                self.add(cursor, b"", "statement", "the call is dropped")

    @staticmethod
    def is_part(cursor, parent):
        """Whether a node is the condition or the header of its parent, and not a statement itself."""
        if parent.kind in (Kind.COMPOUND_STMT, Kind.DEFAULT_STMT):
            return False
        body = list(parent.get_children())[-1]
        return not body.extent.start.offset <= cursor.extent.start.offset < body.extent.end.offset

    def extreme(self, cursor, name):
        """std::min becomes std::max, and so on."""
        text = self.text(cursor)
        found = list(re.finditer(rb"(?<=[:.>])" + name.encode() + rb"(?=\s*[(<])", text))
        if found and _kind(cursor) not in (TypeKind.VOID,):
            at = found[-1] if name.endswith("Coeff") else found[0]
            self.add(cursor, text[:at.start()] + EXTREMES[name].encode() + text[at.end():], "value",
                     f"{name} becomes {EXTREMES[name]}")


def _kind(cursor):
    kind = cursor.type.get_canonical().kind
    if kind in (TypeKind.LVALUEREFERENCE, TypeKind.RVALUEREFERENCE):
        kind = cursor.type.get_canonical().get_pointee().kind
    return kind
