"""Everything that may stop a task, as one tree.

PoaError
├── NotPermitted            the role, scope or clearance does not allow it
├── NotSignedIn             no valid session
├── WrongPassword           sign-in refused
├── TooManyAttempts         sign-in or form slowed down
├── PasswordTooWeak         a chosen password cannot be used
├── SealBroken              a sealed identity does not open
├── NotFound                no such record for this reader
├── Conflict                somebody else changed the record meanwhile
├── StepNotAllowed          a state machine has no such step
├── InvalidRecord           a form or row breaks rules; carries its problems
├── ImportRejected          a whole file is refused
│   ├── UnknownFormat
│   ├── MissingColumns
│   └── UnsafeFile
├── BoundaryRejected        a boundary file is refused
├── UnknownRegion           a region code nobody knows
├── SettingsProblem         the installation is set up wrongly
└── StoreUnavailable        the database cannot be used

`message` is Indonesian with named places; the English text stands in the message catalogue. Facts fill the places.
"""

from collections.abc import Sequence
from typing import Any


def mark(message: str) -> str:
    """Mark a message for the catalogue without translating it (it is translated when it is shown)."""
    return message


class PoaError(Exception):
    """A task could not be done, for a reason the user can read."""

    message = mark("Terjadi kesalahan. Data tidak berubah.")

    def __init__(self, message: str | None = None, **facts: Any) -> None:
        self.message = message or type(self).message
        self.facts = facts
        super().__init__(self.message.format_map(_Forgiving(facts)))


class _Forgiving(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class NotPermitted(PoaError):
    """The role, scope or clearance does not allow it."""

    message = mark(
        "Akun Anda tidak berwenang untuk tindakan ini. Hubungi administrator bila tugas Anda membutuhkannya."
    )


class NotSignedIn(PoaError):
    """There is no valid session."""

    message = mark("Sesi berakhir. Masuk kembali untuk melanjutkan.")


class WrongPassword(PoaError):
    """Sign-in refused; never says which half was wrong."""

    message = mark("Nama pengguna atau kata sandi salah.")


class TooManyAttempts(PoaError):
    """Too many tries from one account or address."""

    message = mark("Terlalu banyak percobaan. Coba lagi dalam {minutes} menit.")


class PasswordTooWeak(PoaError):
    """A chosen password is too short, too long or made of the user name."""

    message = mark("Kata sandi belum dapat dipakai: gunakan {shortest} sampai {longest} karakter tanpa nama pengguna.")


class SealBroken(PoaError):
    """A sealed value does not open: wrong master key, another record's value, or changed bytes."""

    message = mark("Identitas tidak dapat dibuka: kunci tidak cocok atau data telah berubah. Hubungi administrator.")


class NotFound(PoaError):
    """No such record, or none that this reader may see."""

    message = mark("Data {kind} tidak ditemukan atau berada di luar wilayah Anda.")


class Conflict(PoaError):
    """Somebody else changed the record meanwhile; `changed` names the fields."""

    message = mark("Data ini sudah diubah pihak lain: {changed}. Isian Anda tetap ada; periksa lalu simpan lagi.")


class StepNotAllowed(PoaError):
    """A state machine has no step from one state to the other."""

    message = mark("Langkah dari {before} ke {after} tidak tersedia. Muat ulang halaman untuk melihat keadaan terbaru.")


class InvalidRecord(PoaError):
    """A record breaks rules; `problems` says where."""

    message = mark("Isian belum dapat disimpan: {summary}")

    def __init__(self, problems: Sequence[Any]) -> None:
        self.problems = tuple(problems)
        super().__init__(summary="; ".join(str(problem) for problem in self.problems))


class ImportRejected(PoaError):
    """A whole file is refused; nothing was written."""

    message = mark("Berkas belum diimpor: {reason} Data lama tidak berubah.")


class UnknownFormat(ImportRejected):
    """No importer recognises the file."""

    message = mark(
        "Berkas {file} tidak dikenali sebagai salah satu format yang didukung: {formats}. Data lama tidak berubah."
    )


class MissingColumns(ImportRejected):
    """The file lacks columns its format needs."""

    message = mark(
        "Berkas {file} tidak memiliki kolom wajib: {missing}. Unduh templat lalu coba lagi. Data lama tidak berubah."
    )


class UnsafeFile(ImportRejected):
    """The file is too large, packed too tightly, or carries active content."""

    message = mark("Berkas {file} ditolak karena {reason}. Data lama tidak berubah.")


class BoundaryRejected(PoaError):
    """A boundary file is refused; the boundaries in use stay."""

    message = mark("Batas wilayah belum diganti: {reason} Batas lama tetap dipakai.")


class UnknownRegion(PoaError):
    """A region code nobody knows."""

    message = mark("Kode wilayah {code} tidak dikenal. Gunakan kode Kemendagri bertitik, misalnya 64.02 atau 64.02.05.")


class SettingsProblem(PoaError):
    """The installation is set up wrongly."""

    message = mark("Pengaturan {name} tidak sah: {reason}")


class StoreUnavailable(PoaError):
    """The database cannot be used."""

    message = mark("Basis data belum dapat dipakai: {reason}")
