import type { MediaPart } from '@ofoxai/core';

/** Where the media of a part can be loaded from; `undefined` when it cannot. */
export function mediaUrl({ source }: MediaPart): string | undefined {
  if (source.type === 'base64') return `data:${source.mediaType};base64,${source.data}`;
  return source.type === 'url' ? source.url : undefined;
}

/** An image, with a way to keep it; other media by their names. */
export function MediaView({ part, alt }: { part: MediaPart; alt: string }) {
  const url = mediaUrl(part);
  if (part.kind !== 'image' || url === undefined) return <p class="tag">{part.kind}</p>;
  const type = part.source.type === 'base64' ? part.source.mediaType.split('/')[1] : undefined;
  return (
    <a class="picture" href={url} download={`ofox.${type ?? 'png'}`}>
      <img src={url} alt={alt} />
      <span class="visually-hidden">Download</span>
    </a>
  );
}
