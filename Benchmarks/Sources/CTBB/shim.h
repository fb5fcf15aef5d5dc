// The headers are C++: only CPeers includes them. This module links the library.
