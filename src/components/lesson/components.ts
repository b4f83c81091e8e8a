import Check from './CheckPlace.astro';
import Cite from './Cite.astro';
import Compare from './Compare.astro';
import Deadline from './Deadline.astro';
import HeaderCell from './HeaderCell.astro';
import KeyPoint from './KeyPoint.astro';
import Paragraph from './Paragraph.astro';
import Scene from './Scene.astro';
import Steps from './Steps.astro';

/** What a lesson may use. The gate's allow-list (src/gate/lesson-text.ts) names the same set. */
export const lessonComponents = { Check, Cite, Compare, Deadline, KeyPoint, Scene, Steps, p: Paragraph, th: HeaderCell };
