"""The frame of the page in Gradio: tabs, the form for a question, and places for the elements of our own.

There is no file component, no State and no HTML component: files go through /api/v1, nothing private is kept on the
server between two calls, and `gr.HTML` compiles templates, which the page's policy on scripts forbids. Handlers take
the request and read from it who asks. Knows nothing of how a question is answered.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from assistant.web.gates.door import remain
from assistant.web.page.ask import Desk, Given, caller_of
from assistant.web.page.choices import Choices
from assistant.web.page.leave import followed
from assistant.web.page.markup import Markup, both, clean, tag
from assistant.web.page.show import failed
from assistant.web.page.words import Language, language_of, phrase
from assistant.web.types import Action, Caller
from corpus.errors import NotSignedIn

if TYPE_CHECKING:
    import gradio as gr
    from starlette.requests import Request

    from assistant.web.office import Office

QUEUE, AT_ONCE = 32, 8
"""Calls that may wait, and calls of one kind that run at the same time."""
LONGEST = 2000
"""Characters of a question."""


@dataclass(frozen=True, slots=True)
class Label:
    """Where a phrase of the page stands on a component."""

    component: gr.blocks.Block
    shows: Mapping[str, str]
    """Property → key of the phrase, as label → ask.region."""

    def begin(self) -> None:
        """Say it in Chinese, until it is known who visits."""
        for name, key in self.shows.items():
            setattr(self.component, name, phrase(key).zh)

    def update(self, language: Language, **more: object) -> dict[str, Any]:
        """The component in one language."""
        import gradio as gr

        said: dict[str, Any] = {name: phrase(key).said(language) for name, key in self.shows.items()}
        return gr.update(**said | more)


class Page:
    """The components of the page and what their events do."""

    def __init__(self, office: Office) -> None:
        self.desk = Desk(office)
        self._labels: dict[str, Label] = {}

    def build(self) -> gr.Blocks:
        """All of it as one Blocks."""
        import gradio as gr

        blocks: gr.Blocks = gr.Blocks(analytics_enabled=False, title=phrase("page.name").zh, delete_cache=(600, 3600))
        with blocks:
            self._head()
            with gr.Tabs(elem_id="tabs"):
                with self._tab("ask"):
                    self._ask()
                for name in ("library", "letters", "evals", "settings"):
                    with self._tab(name, visible=name in ("library", "letters")):
                        _place(tag(f"policy-{name}"), name)
            self._events(blocks)
        for label in self._labels.values():
            label.begin()
        return blocks

    def _head(self) -> None:
        import gradio as gr

        with gr.Row(elem_id="top"):
            name = tag("p", both("page.name"), tag("small", both("page.tagline")), cls="brand")
            _place(name, "brand")
            self.language = gr.Radio(
                [("中文", "zh"), ("English", "en")], value="zh", label="语言", elem_id="language", container=False
            )
            self.account = _place(tag("policy-account"), "account")
        _place(tag("policy-connection"), "connection")

    def _tab(self, name: str, visible: bool = True) -> gr.Tab:
        import gradio as gr

        tab = gr.Tab(phrase(f"tab.{name}").zh, id=name, elem_id=f"tab-{name}", visible=visible)
        self._labels[f"tab.{name}"] = Label(tab, {"label": f"tab.{name}"})
        return tab

    def _ask(self) -> None:
        import gradio as gr

        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="past"):
                _place(tag("policy-history"), "history")
            with gr.Column(elem_id="talk"):
                self.welcome = _place(_welcome((), empty=False), "welcome")
                _place(tag("policy-thread"), "thread")
                self.live = _place(tag("div"), "live")
                self._form()
            with gr.Column(elem_id="beside"):
                _place(tag("policy-source"), "source")

    def _form(self) -> None:
        import gradio as gr

        with gr.Group(elem_id="form"):
            with gr.Row(elem_id="line"):
                self.question = gr.Textbox(
                    elem_id="question", lines=1, max_lines=6, max_length=LONGEST, scale=1, container=True
                )
                self.send = gr.Button(variant="primary", elem_id="send", scale=0)
                self.stop = gr.Button(elem_id="stop", scale=0)
            with gr.Accordion(open=False, elem_id="filters") as filters, gr.Row():
                self.region, self.year, self.kind = (_choice(name) for name in ("region", "year", "kind"))
                self.day = gr.Textbox(elem_id="day", max_lines=1, max_length=10, min_width=140)
                self.strictness = _choice("strictness")
        self.conversation = gr.Textbox(elem_id="conversation", visible="hidden")
        self._labels |= {
            "question": Label(self.question, {"label": "ask.question", "placeholder": "ask.placeholder"}),
            "send": Label(self.send, {"value": "ask.send"}),
            "stop": Label(self.stop, {"value": "ask.stop"}),
            "filters": Label(filters, {"label": "ask.filters"}),
            "day": Label(self.day, {"label": "ask.day"}),
            **{name: Label(getattr(self, name), {"label": f"ask.{name}"}) for name in ("region", "year", "kind")},
            "strictness": Label(self.strictness, {"label": "ask.strictness"}),
        }

    def _events(self, blocks: gr.Blocks) -> None:
        import gradio as gr

        shown = [each.component for each in self._labels.values()]
        silent: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        # One after the other, and only a person's choice of a language is heard: Gradio closes the line of a page
        # when no call is open, and a call that sets out at that very moment would wait at a closed line for ever.
        begun = blocks.load(_begin(self), None, [self.language, self.account, *shown], **silent)
        begun.then(_greet(self), None, [self.welcome], **silent)
        self.language.input(_speak(self), [self.language], shown, **silent)
        given = [self.conversation, self.region, self.year, self.kind, self.day, self.strictness]
        asked = gr.on(
            [self.send.click, self.question.submit],
            _answer(self),
            [self.question, *given],
            [self.live, self.conversation, self.question],
            api_visibility="private",
            show_progress="hidden",
            concurrency_limit=AT_ONCE,
            trigger_mode="always_last",  # asked between the answer and the end of its call: not lost but sent then
        )
        asked.failure(_sorry, None, [self.live], **silent)
        self.stop.click(None, None, None, cancels=[asked], api_visibility="private", queue=False)

    def labels(
        self, language: Language, shown: Mapping[str, bool], chosen: Mapping[str, object]
    ) -> list[dict[str, Any]]:
        """Every component with its words; some with what can be chosen, and tabs shown or not."""
        updates = []
        for name, label in self._labels.items():
            more: dict[str, object] = {}
            if name in shown:
                more["visible"] = shown[name]
            if name in chosen:
                more["choices"] = chosen[name]
            updates.append(label.update(language, **more))
        return updates


def _place(inner: Markup, name: str) -> gr.Markdown:
    """A place for HTML that is made here."""
    import gradio as gr

    return gr.Markdown(clean(inner), sanitize_html=False, latex_delimiters=[], elem_id=name, container=False)


def _choice(name: str) -> gr.Dropdown:
    """A list to choose from; its choices come with the visitor, so that no word of a document stands in the frame."""
    import gradio as gr

    return gr.Dropdown([("", "")], value="", allow_custom_value=True, elem_id=name, min_width=140)


def _account(caller: Caller) -> Markup:
    """Who visits and what the visitor may do: the elements show that much, and the service sees to it."""
    may = " ".join(sorted(action for action in get_args(Action) if caller.may(action)))
    return tag(
        "policy-account",
        data_id=caller.id,
        data_name=caller.name,
        data_role=caller.role,
        data_via=caller.via,
        data_may=may,
    )


def _welcome(questions: Iterable[str], empty: bool) -> Markup:
    """What is shown before the first question."""
    rows = [tag("h2", both("ask.welcome")), tag("p", both("ask.welcome_more"))]
    if empty:
        rows.append(tag("p", both("ask.empty"), cls="empty"))
    buttons = [tag("li", tag("button", each, type="button", data_do="example")) for each in questions]
    if buttons:
        rows += [tag("h3", both("ask.examples")), tag("ul", *buttons)]
    return tag("div", *rows, cls="welcome")


def _handler(function: Callable[..., object]) -> Callable[..., object]:
    """The same with the type by which Gradio knows where to put the request: it is imported only now."""
    import gradio as gr

    function.__annotations__["request"] = gr.Request
    return function


def _inner(request: gr.Request) -> Request:
    """The request as the gates saw it.

    Raises:
        NotSignedIn: there is none: nobody sent it through the gates.
    """
    if request.request is None:
        raise NotSignedIn("请先登录", "sign in first")
    return request.request


def _begin(page: Page) -> Callable[..., object]:
    def begin(request: gr.Request) -> list[object]:
        caller = caller_of(_inner(request))
        language = language_of(_inner(request).cookies.get("language"))
        offered = page.desk.choices(caller)
        shown = {
            "tab.evals": caller.may("evaluate"),
            "tab.settings": caller.may("administer") or caller.may("audit"),
        }
        return [language, clean(_account(caller)), *page.labels(language, shown, chosen(language, offered))]

    return _handler(begin)


def _greet(page: Page) -> Callable[..., object]:
    def greet(request: gr.Request) -> str:
        caller = caller_of(_inner(request))
        questions = page.desk.examples(caller)
        return clean(_welcome(questions, empty=not questions and not page.desk.choices(caller).kinds))

    return _handler(greet)


def chosen(language: Language, offered: Choices) -> dict[str, list[tuple[str, str]]]:
    """What each list offers, the first of it no choice at all."""
    anything = (phrase("ask.any").said(language), "")
    return {
        "region": [anything, *((each, each) for each in offered.regions)],
        "year": [anything, *((str(each), str(each)) for each in offered.years)],
        "kind": [anything, *((each, each) for each in offered.kinds)],
        **_strictness(language),
    }


def _strictness(language: Language) -> dict[str, list[tuple[str, str]]]:
    levels = ("strict", "standard", "relaxed")
    usual = (phrase("ask.usual").said(language), "")
    return {"strictness": [usual, *((phrase(f"ask.{level}").said(language), level) for level in levels)]}


def _speak(page: Page) -> Callable[..., object]:
    def speak(language: str, request: gr.Request) -> list[object]:
        caller = caller_of(_inner(request))
        wanted = language_of(language)
        return list(page.labels(wanted, {}, chosen(wanted, page.desk.choices(caller))))

    return _handler(speak)


def _answer(page: Page) -> Callable[..., object]:
    async def answer(question: str, request: gr.Request, *chosen: str) -> AsyncIterator[tuple[object, ...]]:
        import gradio as gr

        caller = caller_of(_inner(request))
        asked = str(question or "").strip()
        if not asked:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        given = Given(*(str(each or "").strip() for each in chosen))
        box: object = ""  # emptied once, with the first sign of life; what is typed meanwhile stays
        async with aclosing(followed(page.desk.answer(asked, given, caller))) as turns:
            async for html, named in turns:
                await remain(_inner(request).scope)
                yield html, named, box
                box = gr.skip()

    return _handler(answer)


def _sorry() -> str:
    said = phrase("ask.broken")
    return failed("", "", said.zh, said.en)
