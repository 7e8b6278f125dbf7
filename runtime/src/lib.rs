//! What generated Tencent Cloud clients call.
