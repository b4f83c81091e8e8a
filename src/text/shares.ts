import type { Correlation, Share } from '../domain/interval.ts';

/** 72%（65–78%）. */
export function shareText({ share, low, high }: Share): string {
  return `${percent(share)}%（${percent(low)}–${percent(high)}%）`;
}

/** 0.31（0.12 至 0.48）. */
export function correlationText({ value, low, high }: Correlation): string {
  return `${hundredths(value)}（${hundredths(low)} 至 ${hundredths(high)}）`;
}

function percent(share: number): number {
  return Math.round(share * 100);
}

function hundredths(value: number): string {
  return value.toFixed(2).replace(/^-0\.00$/, '0.00').replace('-', '−');
}
