// Draws a card with Microsoft's own library, in the manner of Teams: its spacing, its font sizes and its colours (those
// of Fluent, which Teams is drawn with) in light and dark. What the library finds wrong with the card is returned.

const LOOKS = {
  light: {
    default: ["#ffffff", "#242424"], emphasis: ["#f5f5f5", "#242424"], attention: ["#fdf3f4", "#242424"],
    accent: "#4f52b2", line: "#e0e0e0",
  },
  dark: {
    default: ["#292929", "#ffffff"], emphasis: ["#1f1f1f", "#ffffff"], attention: ["#3b0509", "#ffffff"],
    accent: "#9299f7", line: "#525252",
  },
};

function hostConfig(look) {
  const words = (colour) => ({ default: colour, subtle: colour });
  const style = ([background, colour]) => ({
    backgroundColor: background,
    foregroundColors: { default: words(colour), accent: words(look.accent), attention: words(colour) },
  });
  return new AdaptiveCards.HostConfig({
    supportsInteractivity: true,
    fontFamily: "'Segoe UI', 'Liberation Sans', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: look.line },
    textBlock: { headingLevel: 2 },
    containerStyles: {
      default: style(look.default), emphasis: style(look.emphasis), attention: style(look.attention),
    },
    actions: {
      maxActions: 6, buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left",
      showCard: { actionMode: "inline", inlineTopMargin: 16 },
    },
  });
}

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  const reader = window.markdownit({ linkify: false });
  const usual = reader.validateLink;
  reader.validateLink = (address) => address.startsWith("tel:") || usual(address);
  result.outputHtml = reader.render(text);
  result.didProcess = true;
};

function draw(json, lookName) {
  const card = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext();
  card.hostConfig = hostConfig(LOOKS[lookName]);
  card.onExecuteAction = (action) => window.pressed.push([action.getJsonTypeName(), action.verb || "", action.data]);
  window.pressed = [];
  card.parse(json, context);
  document.documentElement.dataset.look = lookName;
  document.getElementById("card").replaceChildren(card.render());
  const faults = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  return faults.concat(card.validateProperties().validationEvents.map((event) => event.message));
}
