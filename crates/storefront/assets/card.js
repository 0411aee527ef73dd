// Stripe's own field for a card, on this page alone: the number never reaches the market.
(async () => {
  const place = document.getElementById("card");
  const form = document.getElementById("pay-form");
  const said = document.getElementById("said");
  const button = form.querySelector("button");
  const say = (text) => {
    said.textContent = text;
    said.hidden = text === "";
  };
  if (typeof window.Stripe !== "function") {
    say(said.dataset.away);
    return;
  }
  const { key, secret, back } = place.dataset;
  const stripe = window.Stripe(key, { locale: document.documentElement.lang });
  const elements = stripe.elements({ clientSecret: secret });
  const field = elements.create("payment");
  field.on("ready", () => {
    button.disabled = false;
  });
  field.mount(place);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say("");
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: back } });
    if (error) {
      say(error.message);
      button.disabled = false;
    }
  });
})();
