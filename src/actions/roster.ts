export const rosterActions = {};
