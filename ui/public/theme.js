(() => {
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("shipslog-theme") || "auto";
  } catch {
    // Storage may be forbidden; the system's choice is then good enough.
  }
  const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
