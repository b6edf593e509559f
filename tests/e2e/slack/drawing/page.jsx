// Draws a message with slack-blocks-to-jsx, which somebody else wrote after Slack's own look.
import React from "react";
import { createRoot } from "react-dom/client";
import { Message } from "slack-blocks-to-jsx";
import "slack-blocks-to-jsx/dist/style.css";

const LOGO =
  "data:image/svg+xml," +
  encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" fill="#1d5a4c"/></svg>');
const SEEN_AT = new Date(2026, 10, 24, 17, 40);
const root = createRoot(document.getElementById("root"));

window.draw = (blocks) =>
  root.render(<Message key={Math.random()} theme="light" logo={LOGO} name="Early help" time={SEEN_AT} blocks={blocks} data={{ users: [], channels: [] }} />);
