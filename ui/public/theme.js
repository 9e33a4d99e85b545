(() => {
  let chosen = "auto";
  let direction = "ltr";
  try {
    chosen = localStorage.getItem("shipslog-theme") || "auto";
    if (localStorage.getItem("shipslog-direction") === '"rtl"') direction = "rtl";
  } catch {
    // Storage may be forbidden; the system's choice is then good enough.
  }
  const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
  document.documentElement.setAttribute("dir", direction);
})();
