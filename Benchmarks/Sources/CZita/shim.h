// The header is C++: only CPeers includes it. This module links the library.
