"""What the audit log tells apart, each with the words that a person reads. Knows nothing of how it is kept."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, tuple[str, str]] = {
    "sign-in": ("登录", "signed in"),
    "sign-in-failed": ("登录失败", "failed to sign in"),
    "sign-out": ("退出", "signed out"),
    "locked": ("锁定", "locked after wrong passwords"),
    "unlocked": ("解锁", "unlocked"),
    "refused": ("越权被拒", "asked for what it may not do"),
    "bootstrap": ("建立首个管理员", "first administrator made"),
    "user-added": ("新建用户", "user added"),
    "user-changed": ("更改用户", "user changed"),
    "user-removed": ("删除用户", "user removed"),
    "role-changed": ("更改角色", "role changed"),
    "password-changed": ("更改密码", "password changed"),
    "key-made": ("新建密钥", "key made"),
    "key-revoked": ("撤销密钥", "key revoked"),
    "permission-changed": ("更改文件权限", "permission of a document changed"),
    "uploaded": ("上传文件", "document uploaded"),
    "removed": ("删除文件", "document removed"),
    "corrected": ("更正文件信息", "metadata corrected"),
    "exported": ("导出", "exported"),
    "restricted-read": ("管理员查阅受限文件", "administrator read a restricted document"),
    "letter-finalised": ("函件定稿", "letter finalised"),
    "conversation-removed": ("删除谈话", "conversation removed"),
    "evaluated": ("运行评测", "evaluation run"),
    "evaluation-stopped": ("停止评测", "evaluation stopped"),
    "model-tried": ("测试大模型", "language model tried"),
    "backed-up": ("备份", "backed up"),
    "restored": ("恢复备份", "restored from a backup"),
    "started": ("启动服务", "service started"),
    "stopped": ("停止服务", "service stopped"),
    "audit-exported": ("导出审计记录", "audit log exported"),
    "audit-anchored": ("重设审计校验值", "audit log anchored anew"),
    "audit-pruned": ("清理审计记录", "audit log pruned"),
}
"""Kind → Chinese, English."""
