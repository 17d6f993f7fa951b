"""The one who asks. Every service takes a `Reader` and checks right, scope and clearance against it."""

from collections.abc import Iterable
from dataclasses import dataclass

from poa_geo.access.roles import Role, all_rights, role_of
from poa_geo.domain.record import CLASSIFICATIONS, Classification
from poa_geo.domain.region import NATION, PROVINSI, is_within, level_of, parent_of
from poa_geo.errors import NotPermitted, mark
from poa_geo.texts import Language

OUTSIDE_SCOPE = mark("Wilayah {code} berada di luar wilayah kerja akun Anda.")
SYSTEM_ROLE = "sistem"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A signed-in person, or the system itself.

    Attributes
    ----------
    account_id : str or None
        None for the system: commands run on the machine itself.
    scope : tuple of str
        Region codes whose insides the reader may see; `NATION` (the empty code) is the whole country, an empty tuple
        nothing. Independent of the role: a bupati is `pimpinan` of one kabupaten.
    ceiling : str or None
        The most closed classification wanted, where that is less than the role allows: a document that is `terbatas`
        is read with this ceiling.

    """

    account_id: str | None
    username: str
    display_name: str
    role: str
    agency: str
    office: str | None = None
    scope: tuple[str, ...] = ()
    language: Language = "id"
    ceiling: Classification | None = None

    @property
    def _role(self) -> Role:
        return _SYSTEM_RIGHTS if self.role == SYSTEM_ROLE else role_of(self.role)

    def can(self, right: str) -> bool:
        """Say whether the role has a right; an unknown right is a slip of the program (`ValueError`)."""
        if right not in all_rights():
            raise ValueError(f"no role has the right {right!r}; see reference/rights.csv")
        return right in self._role.rights

    def require(self, right: str) -> None:
        """Stop here unless the role has a right.

        Raises
        ------
        NotPermitted
            If it does not.

        """
        if not self.can(right):
            raise NotPermitted(right=right)

    def may_see_region(self, code: str | None) -> bool:
        """Say whether a region, or a record placed there, lies in scope.

        A record without a place may lie anywhere, so only those who watch a whole provinsi or the country see it:
        somebody has to find its place, and no kabupaten learns of another's.
        """
        if code is None:
            return any(level_of(prefix) <= 1 for prefix in self.scope)
        return any(is_within(code, prefix) for prefix in self.scope)

    def require_region(self, code: str | None) -> None:
        """Stop here unless a region lies in scope.

        Raises
        ------
        NotPermitted
            If it does not; the sentence names the region.

        """
        if not self.may_see_region(code):
            raise NotPermitted(OUTSIDE_SCOPE, code=code or "–")

    def scope_within(self, prefix: str) -> tuple[str, ...]:
        """Return the parts of the scope that lie inside a region: what a filter on that region may reach.

        A reader of 64.02 and 64.71 who asks for 64 gets both, who asks for 64.02.05 gets that, for 73 nothing.
        """
        if self.may_see_region(prefix):
            return (prefix,)
        return tuple(code for code in self.scope if is_within(code, prefix))

    @property
    def home(self) -> str:
        """Where the reader starts: the smallest region, no kecamatan, that holds everything they may see."""
        common = self.scope[0] if self.scope else NATION
        while common and not all(is_within(code, common) for code in self.scope):
            common = parent_of(common)
        return parent_of(common) if level_of(common) > PROVINSI + 1 else common

    @property
    def clearance(self) -> int:
        """Rank of the most closed classification the reader may see: 0 biasa, 1 terbatas, 2 rahasia."""
        highest = CLASSIFICATIONS.index(self._role.max_classification)
        return highest if self.ceiling is None else min(highest, CLASSIFICATIONS.index(self.ceiling))

    def may_see_classification(self, classification: str) -> bool:
        """Say whether a classification is within the clearance; an unknown one is not."""
        return classification in CLASSIFICATIONS[: self.clearance + 1]


def widest_first(scope: Iterable[str]) -> tuple[str, ...]:
    """Return a scope without the codes that another of its codes already holds, in code order."""
    codes = sorted(set(scope))
    return tuple(code for code in codes if not any(is_within(code, other) for other in codes if other != code))


_SYSTEM_RIGHTS = Role(SYSTEM_ROLE, all_rights(), CLASSIFICATIONS[-1])

SYSTEM = Reader(
    account_id=None,
    username=SYSTEM_ROLE,
    display_name="Sistem",
    role=SYSTEM_ROLE,
    agency="kesbangpol",
    scope=(NATION,),
)
"""The reader behind commands typed on the machine itself: every right, every region."""
