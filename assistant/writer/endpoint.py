"""Any OpenAI-compatible endpoint as a backend, through llama-index: one request, a stream of pieces.

No second try, no redirect, no proxy and no key of the environment, no download. Knows nothing of limits.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from assistant.writer.types import Message, Piece
from corpus.errors import ModelUnavailable

if TYPE_CHECKING:
    import httpx

_MALFORMED = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What the libraries raise on JSON that is none, or not of the form that they take for granted."""


class Endpoint:
    """A model at a base URL, such as http://localhost:11434/v1; an empty key sends none."""

    def __init__(self, url: str, model: str, key: str = "") -> None:
        self._url = url
        self._model = model
        self._key = key

    @property
    def name(self) -> str:
        """What the model is called."""
        return self._model

    async def reply(self, messages: Sequence[Message]) -> AsyncGenerator[Piece, None]:
        """Ask once; the pieces of the reply as they come.

        Raises:
            ModelUnavailable: there is no reply, or none that can be read; never with words of the server.
        """
        import httpx
        import openai

        from assistant.writer.transport import Guarded

        context = httpx.create_ssl_context()
        transport = Guarded(httpx.AsyncHTTPTransport(verify=context, trust_env=False), self._key)
        async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=None) as client:
            llm, chat = self._chat(client, messages)
            try:
                async with aclosing(await llm.astream_chat(chat)) as parts:
                    async for part in parts:
                        thought = part.additional_kwargs.get("thinking_delta") or ""
                        yield Piece(part.delta or "", len(part.delta or "") + len(thought))
            except (openai.OpenAIError, httpx.HTTPError, httpx.StreamError, OSError, *_MALFORMED) as error:
                raise _told(error) from error

    def _chat(self, client: httpx.AsyncClient, messages: Sequence[Message]) -> tuple[Any, list[Any]]:
        """The model of llama-index over `client`, and the messages in its form."""
        from llama_index.core.llms import ChatMessage
        from llama_index.llms.openai_like import OpenAILike

        try:
            llm = OpenAILike(
                model=self._model,
                api_base=self._url,
                # Without one the library would look for a key in the environment; which is sent, the transport says.
                api_key="none",
                is_chat_model=True,
                temperature=0.0,
                max_retries=0,
                async_http_client=client,
            )
        except ValueError as error:
            raise ModelUnavailable(
                f"模型“{self._model}”不能用于对话接口", f"{self._model} cannot be used for chats"
            ) from error
        return llm, [ChatMessage(role=message.role, content=message.text) for message in messages]


def _told(error: BaseException) -> ModelUnavailable:
    """What went wrong, in our words."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ModelUnavailable):
            return cause
        cause = cause.__cause__
    if isinstance(error, _MALFORMED):
        return ModelUnavailable("大模型的答复格式有误", "the model's reply is malformed")
    import httpx
    import openai

    if isinstance(error, openai.APIConnectionError) and isinstance(error.__cause__, httpx.ConnectError | OSError):
        return ModelUnavailable("连不上大模型服务", "the model's server cannot be reached")
    if isinstance(error, openai.APIError) and not isinstance(error, openai.APIConnectionError):
        return ModelUnavailable("大模型服务中途报错", "the model's server reported an error")
    return ModelUnavailable("与大模型服务的连接中断", "the connection to the model's server broke off")
