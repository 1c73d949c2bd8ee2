"""What a person reads where a file cannot be read or written, in plain Indonesian."""

import errno

_WHY = {
    errno.ENOENT: "berkas atau foldernya tidak ada; periksa nama dan tempatnya",
    errno.EISDIR: "itu sebuah folder; sebut nama berkas di dalamnya",
    errno.ENOTDIR: "salah satu bagian jalurnya bukan folder",
    errno.EACCES: "akun ini tidak berhak; minta haknya atau pakai tempat lain",
    errno.EPERM: "akun ini tidak berhak; minta haknya atau pakai tempat lain",
    errno.EROFS: "tempat itu hanya dapat dibaca; pakai tempat lain",
    errno.ENOSPC: "tempat penyimpanan penuh; kosongkan dulu",
    errno.ENAMETOOLONG: "namanya terlalu panjang; pakai nama yang pendek",
}


def why_not(fault: OSError) -> str:
    """Why the system refused, as the end of a sentence, without its full stop."""
    return _WHY.get(fault.errno or 0, f"sistem menolaknya ({fault.strerror})")
