import { ActionIcon, Group, Modal, Tooltip, UnstyledButton } from "@mantine/core";
import { IconAspectRatio, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { useState } from "react";
import "./viewers.css";

interface Props {
  url: string;
  name: string;
  onError: () => void;
}

/** An image in its place; a click opens it large. */
export function ImageView({ url, name, onError }: Props) {
  const [open, setOpen] = useState(false);
  const [width, setWidth] = useState<number>();
  return (
    <>
      <UnstyledButton className="image-frame" onClick={() => setOpen(true)} aria-label={`Enlarge ${name}`}>
        <img
          src={url}
          alt={name}
          onError={onError}
          onLoad={(event) => setWidth(event.currentTarget.naturalWidth)}
          // A matrix of 10 × 10 is data: its cells are seen when they grow, not blurred into each other.
          className={width !== undefined && width > 0 && width < 200 ? "image small" : "image"}
        />
      </UnstyledButton>
      <Modal opened={open} onClose={() => setOpen(false)} fullScreen title={<bdi>{name}</bdi>}>
        <Enlarged url={url} name={name} />
      </Modal>
    </>
  );
}

const zooms = [0.25, 0.5, 1, 2, 4, 8, 16];

function Enlarged({ url, name }: { url: string; name: string }) {
  const [zoom, setZoom] = useState<number>();
  const [size, setSize] = useState({ width: 0, height: 0 });
  const step = (by: number) => {
    const next = zooms.indexOf(zoom ?? 1) + by;
    setZoom(zooms[Math.max(0, Math.min(zooms.length - 1, next))]);
  };
  return (
    <>
      <Group gap={4} mb="xs">
        <Tooltip label="Smaller">
          <ActionIcon variant="default" aria-label="Smaller" onClick={() => step(-1)}>
            <IconZoomOut size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Larger">
          <ActionIcon variant="default" aria-label="Larger" onClick={() => step(1)}>
            <IconZoomIn size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Fit the window">
          <ActionIcon variant="default" aria-label="Fit the window" onClick={() => setZoom(undefined)}>
            <IconAspectRatio size={16} />
          </ActionIcon>
        </Tooltip>
        <span className="quiet">
          {size.width} × {size.height} · {zoom === undefined ? "fits the window" : `${zoom * 100} %`}
        </span>
      </Group>
      <div className="enlarged">
        <img
          src={url}
          alt={name}
          onLoad={({ currentTarget: image }) =>
            setSize({ width: image.naturalWidth, height: image.naturalHeight })
          }
          className={zoom === undefined ? "fits" : undefined}
          style={{
            inlineSize: zoom === undefined ? undefined : size.width * zoom,
            imageRendering: size.width < 200 || (zoom ?? 0) >= 2 ? "pixelated" : undefined,
          }}
        />
      </div>
    </>
  );
}
