/** The stages of a model version, as the clients know them, each in its colour. */
export const stageColours: Record<string, string> = {
  none: "gray",
  staging: "yellow",
  production: "green",
  archived: "gray",
};

export const stages = Object.keys(stageColours);
