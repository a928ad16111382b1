import { CheckPart } from "../inside/check-part.js";
import { PixelPicture } from "../picture/pixel-picture.js";
import { settingsOf } from "../state/settings.js";
import { Bench } from "../story/bench.js";
import { Chapter } from "../story/chapter.js";
import { TrainPart } from "../train/train-part.js";
import { FileButton } from "./file-button.js";
import { FileNote } from "./file-note.js";
import { gallery, givenData, hasServed, leaf, takeFiles, takeServed } from "./take-files.js";

const mostClasses = 40;

function Given() {
  const data = givenData.value;
  if (data === null) return null;
  const { classes, counts, samples } = data;
  return (
    <section class="part" aria-labelledby="given-title">
      <h2 id="given-title">{data.source}</h2>
      <ul class="given-samples" aria-label="Some of the pictures">
        {samples.map(({ pixels, truth }, place) => (
          <li key={place}>
            <PixelPicture width={28} height={28} values={pixels} colours="ink" />
            <span>{truth}</span>
          </li>
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keyboard */}
      <section class="given-counts" tabIndex={0} aria-label="How many of each class">
        <table>
          <thead>
            <tr>
              <th scope="col">class</th>
              <th scope="col">to learn from</th>
              <th scope="col">to check with</th>
            </tr>
          </thead>
          <tbody>
            {classes.slice(0, mostClasses).map((name, label) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{counts[label]?.[0].toLocaleString("en")}</td>
                <td>{counts[label]?.[1].toLocaleString("en")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Gallery() {
  const shown = gallery.value;
  if (shown === null) return null;
  return (
    <div class="tools gallery">
      <button type="button" onClick={() => leaf(-1)}>
        ← Before
      </button>
      <span>
        Picture {shown.at + 1} of {shown.inks.length}
      </span>
      <button type="button" onClick={() => leaf(1)}>
        Next →
      </button>
    </div>
  );
}

export function View() {
  const usesFiles = settingsOf("bench").value.data === "files" && givenData.value !== null;
  return (
    <Chapter
      title="Your data"
      lead="Pictures in folders, archives, tables, MNIST’s own files: drop what you have, and a network learns it here. Nothing leaves this machine."
      attempt="Drop a folder with a folder of pictures for each class. Any classes will do, digits or not."
      notice="Each picture is brought to 28 × 28 gray pixels. What fits in there can be learned; what doesn’t, can’t."
    >
      <section class="drop" aria-label="Give data">
        <p class="drop-words">Drop files or a folder anywhere on the page, or paste a picture</p>
        <div class="tools">
          {hasServed && (
            <button type="button" onClick={() => void takeServed()}>
              Take MNIST
            </button>
          )}
          <FileButton multiple onFiles={(files) => void takeFiles(files)}>
            Choose files…
          </FileButton>
          <FileButton folder onFiles={(files) => void takeFiles(files)}>
            Choose a folder…
          </FileButton>
        </div>
        <p class="quiet-text">
          <code>cat/*.jpg</code>, <code>train/3/*.png</code>, .zip or .tar.gz of these, MNIST’s four files
          (also one by one), Kaggle’s <code>train.csv</code>, Keras’ <code>mnist.npz</code>, a network
          (.safetensors), or single pictures to be read.
        </p>
        <FileNote />
        <Gallery />
      </section>
      <Given />
      <Bench clear>
        {usesFiles ? (
          <>
            <TrainPart slot="bench" />
            <CheckPart slot="bench" />
          </>
        ) : (
          <p class="hand-empty">
            Until there is data, the network that came with the page reads what lies on the pad: a picture
            that you drop, or several, one after the other.
          </p>
        )}
      </Bench>
    </Chapter>
  );
}
