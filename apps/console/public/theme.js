// Sets the colours before the first paint. A file of its own, because the page's CSP refuses inline scripts.
{
  const chosen = localStorage.getItem("roster-colours");
  const isDark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.mantineColorScheme = isDark ? "dark" : "light";
}
