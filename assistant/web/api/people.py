"""People: who I am, users, groups and keys. Knows nothing of how they are kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from assistant.web.access.accounts import User
from assistant.web.access.keys import LONGEST, Key
from assistant.web.api.call import caller, json_of, office, work
from assistant.web.api.declare import API, gives, reading, writing
from assistant.web.api.shapes.documents import Group
from assistant.web.api.strict import StrictRoute
from assistant.web.gates.refuse import request_id
from assistant.web.people import Change
from assistant.web.types import RIGHTS, Action, Role

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["用户"])

Id = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="编号")]
UserName = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Password = Annotated[str, StringConstraints(min_length=8, max_length=200)]


class MeRecord(BaseModel):
    """Who asks, and what that may be asked for."""

    id: str
    name: str
    role: Role
    groups: list[str]
    via: Literal["local", "session", "key"] = Field(description="本机、登录或密钥")
    rights: list[Action] = Field(description="可做的事")


class UserRecord(BaseModel):
    """A user."""

    id: str
    name: str
    role: Role
    groups: list[str]
    disabled: bool
    created: str
    source: Literal["password", "oidc"]


class GroupRecord(BaseModel):
    """A group."""

    name: str
    users: int = Field(description="其中的用户数")
    documents: int = Field(description="限其查阅的文件数")


class KeyRecord(BaseModel):
    """A key, without what a program must send."""

    id: str
    user: str
    name: str
    scopes: list[Action]
    made: str
    ends: str


class NewKeyRecord(KeyRecord):
    """A key that was just made."""

    secret: str = Field(description="程序要发送的密钥；只显示这一次")


class UserBody(BaseModel):
    """A user to be added."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"name": "张三", "password": "请换成长口令-2026", "role": "reader", "groups": ["生活待遇科"]}
            ]
        },
    )

    name: UserName
    password: Password
    role: Role = "reader"
    groups: list[Group] = Field(default=[], max_length=50)


class UserChange(BaseModel):
    """What is to be changed of a user."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "editor"}]})

    role: Role | None = None
    groups: list[Group] | None = Field(default=None, max_length=50)
    disabled: bool | None = None
    password: Password | None = None


class PasswordBody(BaseModel):
    """Another password of one's own."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"old": "旧口令-2025", "new": "新的长口令-2026"}]}
    )

    old: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    new: Password


class KeyBody(BaseModel):
    """A key to be made."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Open WebUI", "scopes": ["ask", "search", "read"], "days": 90}]},
    )

    name: UserName
    scopes: list[Action] = Field(min_length=1, max_length=20, description="这个密钥可做的事")
    days: int = Field(default=90, ge=1, le=LONGEST, description="有效天数")


USER = {
    "id": "9d410b7e5a2c5f0c",
    "name": "张三",
    "role": "reader",
    "groups": ["生活待遇科"],
    "disabled": False,
    "created": "2026-11-21T09:00:00+08:00",
    "source": "password",
}
KEY = {
    "id": "5a2c5f0c9d410b7e",
    "user": "9d410b7e5a2c5f0c",
    "name": "Open WebUI",
    "scopes": ["ask", "read", "search"],
    "made": "2026-11-21T09:00:00+08:00",
    "ends": "2027-02-19T09:00:00+08:00",
}


def _told(model: object, says: str, example: object, status: int = 200) -> dict[int | str, dict[str, object]]:
    return {status: gives(model, says, example)}


@router.get(
    "/me",
    summary="我是谁 | who am I",
    operation_id="me",
    description="当前的用户、角色、组和可做的事。",
    responses={
        **reading(),
        **_told(
            MeRecord,
            "当前用户",
            {
                "id": "9d410b7e5a2c5f0c",
                "name": "张三",
                "role": "reader",
                "groups": ["生活待遇科"],
                "via": "session",
                "rights": ["ask", "comment", "read", "search"],
            },
        ),
    },
)
async def me(request: Request) -> Response:
    """Say who asks."""
    who = caller(request)
    rights = sorted(action for action in RIGHTS[who.role] if who.may(action))
    told = {"id": who.id, "name": who.name, "role": who.role, "groups": sorted(who.groups), "via": who.via}
    return json_of({**told, "rights": rights})


@router.post(
    "/me/password",
    status_code=204,
    summary="改自己的密码 | change my password",
    operation_id="changePassword",
    description="改自己的密码；所有登录随即失效，须重新登录。",
    responses=writing(),
)
async def password(request: Request, body: PasswordBody) -> Response:
    """Choose another password."""
    who, people = caller(request), office(request).people
    await work(people.password, who, body.old, body.new, request=request_id(request.scope))
    return Response(status_code=204)


@router.get(
    "/users",
    summary="用户列表 | list",
    operation_id="users",
    description="全部用户。限管理员。",
    responses={**reading(), **_told(list[UserRecord], "用户", [USER])},
)
async def users(request: Request) -> Response:
    """List users."""
    return json_of([_user(each) for each in await work(office(request).people.users, caller(request))])


@router.post(
    "/users",
    status_code=201,
    summary="新建用户 | add",
    operation_id="addUser",
    description="新建用户；第一个用户须是管理员，建立后本机也要登录。限管理员。",
    responses={**writing(), **_told(UserRecord, "已建立", USER, 201)},
)
async def add_user(request: Request, body: UserBody) -> Response:
    """Add a user."""
    who, people, rid = caller(request), office(request).people, request_id(request.scope)
    made = await work(people.add, who, body.name, body.password, body.role, body.groups, request=rid)
    return json_of(_user(made), 201)


@router.get(
    "/users/{id}",
    summary="一个用户 | one",
    operation_id="user",
    description="一个用户。限管理员。",
    responses={**reading("not_found"), **_told(UserRecord, "用户", USER)},
)
async def user(request: Request, id: Id) -> Response:
    """Give a user."""
    return json_of(_user(await work(office(request).people.user, caller(request), id)))


@router.patch(
    "/users/{id}",
    summary="更改用户 | change",
    operation_id="changeUser",
    description="更改角色、组、密码，或停用。改角色、改密码和停用会结束其全部登录。最后一个管理员不能改掉。限管理员。",
    responses={**writing("not_found"), **_told(UserRecord, "更改后的用户", USER)},
)
async def change_user(request: Request, id: Id, body: UserChange) -> Response:
    """Change a user."""
    who, people, rid = caller(request), office(request).people, request_id(request.scope)
    changed = await work(people.change, who, id, Change(**body.model_dump()), request=rid)
    return json_of(_user(changed))


@router.delete(
    "/users/{id}",
    status_code=204,
    summary="删除用户 | remove",
    operation_id="removeUser",
    description="删除用户及其登录和密钥。最后一个管理员不能删除。限管理员。",
    responses=reading("not_found"),
)
async def remove_user(request: Request, id: Id) -> Response:
    """Remove a user."""
    await work(office(request).people.remove, caller(request), id, request=request_id(request.scope))
    return Response(status_code=204)


@router.post(
    "/users/{id}/unlock",
    status_code=204,
    summary="解锁用户 | unlock",
    operation_id="unlockUser",
    description="密码输错多次被锁定的用户可立即再试。限管理员。",
    responses=reading("not_found"),
)
async def unlock(request: Request, id: Id) -> Response:
    """Let a user try to sign in again."""
    await work(office(request).people.unlock, caller(request), id, request=request_id(request.scope))
    return Response(status_code=204)


@router.get(
    "/groups",
    summary="组 | groups",
    operation_id="groups",
    description="组没有单独的名册：用户和文件提到的就是。管理员可见全部，其他人可见自己所在的。",
    responses={
        **reading(),
        **_told(list[GroupRecord], "组", [{"name": "生活待遇科", "users": 4, "documents": 12}]),
    },
)
async def groups(request: Request) -> Response:
    """List groups."""
    return json_of([asdict(each) for each in await work(office(request).people.groups, caller(request))])


@router.get(
    "/keys",
    summary="密钥列表 | keys",
    operation_id="keys",
    description="自己的密钥；管理员用 everybody=true 可见所有人的。密钥本身不再显示。",
    responses={**reading(), **_told(list[KeyRecord], "密钥", [KEY])},
)
async def keys(request: Request, everybody: Annotated[bool, Query(description="所有人的")] = False) -> Response:
    """List keys."""
    found = await work(office(request).people.keys, caller(request), everybody=everybody)
    return json_of([_key(each) for each in found])


@router.post(
    "/keys",
    status_code=201,
    summary="新建密钥 | make a key",
    operation_id="makeKey",
    description="建立一个密钥，程序以它代表您；范围不能超过您的权限。密钥只在这里显示一次。",
    responses={
        **writing(),
        **_told(NewKeyRecord, "已建立", {**KEY, "secret": "pq_5a2c5f0c9d410b7e_（只显示这一次）"}, 201),
    },
)
async def make_key(request: Request, body: KeyBody) -> Response:
    """Make a key."""
    who, people, rid = caller(request), office(request).people, request_id(request.scope)
    key, secret = await work(people.make_key, who, body.name, frozenset(body.scopes), body.days, request=rid)
    return json_of({**_key(key), "secret": secret}, 201)


@router.delete(
    "/keys/{id}",
    status_code=204,
    summary="撤销密钥 | revoke",
    operation_id="revokeKey",
    description="撤销自己的密钥，立即失效；管理员可撤销任何人的。",
    responses=reading("not_found"),
)
async def revoke_key(request: Request, id: Id) -> Response:
    """Revoke a key."""
    await work(office(request).people.revoke_key, caller(request), id, request=request_id(request.scope))
    return Response(status_code=204)


def _user(user: User) -> dict[str, object]:
    return {**asdict(user), "groups": sorted(user.groups)}


def _key(key: Key) -> dict[str, object]:
    return {**asdict(key), "scopes": sorted(key.scopes)}
