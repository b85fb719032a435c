// Every size limit of Block Kit that Slack enforces, in one table: characters for texts, items for lists.
// Never a rule that is not a number: those stand in the shapes. A test holds the table against the words of @slack/types.

export const LIMITS = {
  "message.blocks": 50,
  "message.attachments": 100,
  /** Sum of all text in the blocks of a message; not documented, answered with msg_blocks_too_long. */
  "message.blockText": 13_200,
  "message.text": 40_000,
  /** `text` of chat.update, in bytes. */
  "message.updateTextBytes": 4_000,
  "message.markdownText": 12_000,

  "view.blocks": 100,
  "view.title": 24,
  "view.submit": 24,
  "view.close": 24,
  "view.privateMetadata": 3_000,
  "view.callbackId": 255,
  "view.externalId": 255,
  /** Of the whole view as JSON. */
  "view.bytes": 250_000,
  "view.stack": 3,

  "block.blockId": 255,
  "element.actionId": 255,
  "element.placeholder": 150,

  "text.text": 3_000,
  "section.text": 3_000,
  "section.fields": 10,
  "section.field": 2_000,
  "header.text": 150,
  "context.elements": 10,
  "actions.elements": 25,
  "input.label": 2_000,
  "input.hint": 2_000,
  "markdown.text": 12_000,
  "image.url": 3_000,
  "image.altText": 2_000,
  "image.title": 2_000,
  "video.title": 200,
  "video.authorName": 50,
  "video.altText": 2_000,

  "button.text": 75,
  "button.value": 2_000,
  "button.url": 3_000,
  "button.accessibilityLabel": 75,
  "checkboxes.options": 10,
  "radioButtons.options": 10,
  "overflow.options": 5,
  "select.options": 100,
  "select.optionGroups": 100,
  "plainTextInput.minLength": 3_000,
  "plainTextInput.maxLength": 3_000,
  "richTextInput.lines": 100,
  "fileInput.maxFiles": 10,

  "option.text": 75,
  "option.value": 150,
  "option.url": 3_000,
  "option.description": 75,
  "optionGroup.label": 75,
  "optionGroup.options": 100,

  "confirm.title": 100,
  "confirm.text": 300,
  "confirm.confirm": 30,
  "confirm.deny": 30,
} as const;

/** How often a response_url may be used, and for how long, in milliseconds. */
export const RESPONSE_URL_USES = 5;
export const RESPONSE_URL_LIFE_MS = 30 * 60_000;

/** Characters that must be typed before an external select asks, unless the element says otherwise. */
export const DEFAULT_MIN_QUERY_LENGTH = 3;
